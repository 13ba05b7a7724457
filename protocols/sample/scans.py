"""A page of the sample as if it had been printed, signed in ink and scanned."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from portal.govuk.days import day
from protocols.models import Party, Signing
from protocols.sample.cast import Person

WIDE, HIGH, EDGE = 620, 877, 60  # A4 at 75 dots an inch
PAPER, INK, PEN = "#fbfaf6", "#22282b", "#23347a"
STROKES = (
    ((190, 468), (206, 420), (222, 400), (226, 440), (216, 478), (240, 446), (258, 452)),
    ((250, 470), (276, 440), (288, 470), (306, 444), (322, 468), (350, 438), (372, 462), (430, 446)),
)


def signed_page(signing: Signing, party: Party, person: Person) -> bytes:
    """The page on which somebody signed for a party today, as a PNG picture."""
    version = signing.snapshot.version
    page = Image.new("RGB", (WIDE, HIGH), PAPER)
    draw = ImageDraw.Draw(page)
    lines = (
        (90, 22, version.title),
        (150, 16, "Signatures"),
        (200, 15, f"Signed for {party.partner.legal_name}"),
        (240, 15, f"Name: {person.name}"),
        (270, 15, f"Post: {person.post}"),
        (300, 15, f"Day: {day(signing.opened_at)}" if signing.opened_at else ""),
        (490, 12, "Signature"),
        (820, 12, f"{version.protocol.reference}, version {version.number}    {signing.snapshot.sha256[:12]}"),
    )
    for top, size, words in lines:
        draw.text((EDGE, top), words, fill=INK, font=ImageFont.load_default(size))
    draw.line((EDGE, 482, WIDE - EDGE, 482), fill=INK)
    for stroke in STROKES:
        draw.line(stroke, fill=PEN, width=3, joint="curve")
    out = BytesIO()
    page.rotate(0.7, fillcolor="#e9e7e1", resample=Image.Resampling.BICUBIC).save(out, "PNG", optimize=True)
    return out.getvalue()
