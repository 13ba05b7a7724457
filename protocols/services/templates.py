"""Mirroring the reviewed template files to rows: new ones are added, absent ones retired, nothing is deleted.

A partnership's own templates are no concern of the files, and stay as they are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from django.utils import timezone

from portal.audit.acts import SYSTEM, act
from portal.audit.chain import canonical
from protocols.errors import Invalid
from protocols.loader.templates import TemplateText
from protocols.models import ProtocolVersion, Template, TemplateVersion
from protocols.texts.wording import agreed_part, content_of


@dataclass
class Synced:
    """What a sync did, by title."""

    added: list[str] = field(default_factory=list)
    annotated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)


def sync_templates(texts: Iterable[TemplateText]) -> Synced:
    """Bring the rows in line with the files; running it twice changes nothing.

    What stands beside the wording (sources, counsel's marks, limits of law) is brought up to date in place. Raises
    Invalid where a file's wording was changed without a new version number although a protocol began from that version.
    """
    synced = Synced()
    kept = set()
    for text in texts:
        kept.add(text.id)
        _put(text, synced)
    for template in Template.objects.filter(partnership=None, retired_at=None).exclude(slug__in=kept):
        with act("protocols.template.retire", by=SYSTEM, subject=template):
            template.retired_at = timezone.now()
            template.save(update_fields=["retired_at"])
        synced.retired.append(template.title)
    return synced


def _put(text: TemplateText, synced: Synced) -> None:
    """Keep one file as a version, and note what came of it."""
    content, name = content_of(text), f"{text.title}, version {text.version}"
    digest = sha256(canonical(content).encode()).hexdigest()
    found = (
        TemplateVersion.objects.filter(template__slug=text.id, number=text.version).select_related("template").first()
    )
    same = found is not None and found.sha256 == digest
    if same and found is not None and found.template.retired_at is None:
        synced.unchanged.append(name)
        return
    reads_the_same = found is not None and canonical(agreed_part(found.content)) == canonical(agreed_part(content))
    if found is not None and not reads_the_same and ProtocolVersion.objects.filter(template_version=found).exists():
        raise Invalid(
            f"The template “{text.title}” was changed, but is still version {text.version}, from which protocols have "
            "begun. Give the changed file the next version number."
        )
    action = "annotate" if reads_the_same and not same else "publish"
    with act(f"protocols.template.{action}", by=SYSTEM, details={"sha256": digest}) as putting:
        template, _ = Template.objects.update_or_create(
            slug=text.id,
            defaults={"tier": text.tier, "theme": text.theme, "title": text.title, "retired_at": None},
        )
        version = found or TemplateVersion(template=template, number=text.version)
        version.content, version.sha256, version.published_on = content, digest, text.published_on
        version.save()
        putting.subject = version
    (synced.annotated if action == "annotate" else synced.added).append(name)
