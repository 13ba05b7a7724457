"""What taking a section over from a template gives it: what the template changed, and otherwise what people wrote."""

from portal.richtext import plain
from protocols.models import ProtocolVersion, Section
from protocols.redline.redlining import canonical
from protocols.texts.wording import SectionWording


def number_of(section: Section, version: ProtocolVersion) -> int:
    """The version of the template that a section stands on: the one that it was taken from, or began from."""
    number: int = section.taken.get("number", version.template_version.number)
    return number


def was_kept(section: Section, number: int) -> bool:
    """Whether people here said that the section stays as they have it, against version `number` of the template."""
    return bool(section.taken.get("kept") == number)


def merged(section: Section, base: SectionWording | None, wanted: SectionWording) -> tuple[str, str]:
    """The title and the wording that a section would have. `base` is what it stands on.

    A section that says nothing is given the wording, whether the template changed it or not.
    """
    title = section.title if base and base.title == wanted.title else wanted.title
    stays = base is not None and plain(section.body) and same(base.body, wanted.body)
    return title, section.body if stays else wanted.body


def same(one: str, other: str) -> bool:
    """Whether two texts read the same."""
    return one == other or canonical(one) == canonical(other)
