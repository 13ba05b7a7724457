"""Beginning a template of one's own: from the section library, from another template, or its own next version."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.text import slugify

from legal_basis.loader import library as law_library
from partners.models import Partnership, Role
from portal.audit.acts import act
from protocols.errors import Invalid, WrongState
from protocols.loader import library
from protocols.loader.sections import SectionText
from protocols.loader.wording import paragraphs_to_html
from protocols.models import Template, TemplateDraft, TemplateVersion
from protocols.models.templates import Tier
from protocols.permissions import check_compose, check_compose_for
from protocols.services.studio.drafts import Content, settle
from protocols.texts.wording import SectionWording, wording_of

LONGEST_TITLE, LONGEST_SUMMARY = 200, 1000


@dataclass(frozen=True)
class Beginning:
    """What a new template is called and is for. `theme` is empty for an overarching one."""

    title: str
    summary: str
    tier: str = Tier.OVERARCHING
    theme: str = ""

    def tidied(self) -> "Beginning":
        """Without stray spaces. Raises Invalid, naming the field, where it does not hold together."""
        found = replace(self, title=" ".join(self.title.split()), summary=self.summary.strip())
        if not found.title:
            raise Invalid("Give the template a title.", "title")
        if len(found.title) > LONGEST_TITLE:
            raise Invalid(f"A title can be {LONGEST_TITLE} characters long. This one has {len(found.title)}.", "title")
        if len(found.summary) > LONGEST_SUMMARY:
            raise Invalid(f"Say what it is for in {LONGEST_SUMMARY} characters.", "summary")
        if found.tier == Tier.THEMATIC and found.theme not in law_library().themes:
            raise Invalid("Choose the theme of the protocols that begin from it.", "theme")
        return found if found.tier == Tier.THEMATIC else replace(found, theme="")


def begin_template(*, by: Role, beginning: Beginning, nonce: UUID) -> Template:
    """A template with the sections that every agreement of its tier has, as a draft. The same nonce makes it once."""
    found = beginning.tidied()
    owed = [one for one in library().sections.values() if found.tier in one.mandatory]
    sections = [from_library(one, found.tier).as_content for one in owed]
    content: Content = {"summary": found.summary, "sections": sections, "variables": [], "flows": []}
    settle(content)
    return _make(by, found, content, nonce, None)


def copy_template(*, by: Role, source: TemplateVersion, beginning: Beginning, nonce: UUID) -> Template:
    """A template of one's own that begins as another's wording, as a draft. The same nonce makes it once."""
    if source.template.partnership_id not in (None, by.partnership_id):
        raise Invalid("Choose a built-in template, or one of your own partnership.")
    template = source.template
    found = replace(beginning, tier=template.tier, theme=template.theme).tidied()
    return _make(by, found, {**source.content, "summary": found.summary}, nonce, source)


def begin_version(*, by: Role, template: Template) -> TemplateDraft:
    """A draft of the next version, beginning as the newest; while there is one, that one."""
    with act("protocols.template.begin_version", by=by, subject=template) as beginning:
        check_compose(by, template)
        held = Template.objects.select_for_update(no_key=True).get(pk=template.pk)
        draft = TemplateDraft.objects.filter(template=held).first()
        if draft is not None:
            beginning.cancel()
            return draft
        if held.retired_at is not None:
            raise WrongState("This template is retired. Take it up again before you change it.")
        newest = held.versions.order_by("-number")[0]
        draft = TemplateDraft(template=held, content=newest.content, saved_by=str(by)[:250])
        draft.save()
    return draft


def from_library(section: SectionText, tier: str) -> SectionWording:
    """A section as the library words it for a tier."""
    return SectionWording(
        id=section.id,
        title=section.title,
        body=paragraphs_to_html(section.wording(tier)),
        guidance=section.why,
        inherits=section.inherits if tier == Tier.THEMATIC else "none",
        mandatory=tier in section.mandatory,
        schedule=section.schedule or None,
        sources=list(section.sources),
        gk=section.gk,
        may=list(section.may) if tier == Tier.THEMATIC else [],
    )


def summary_of(source: TemplateVersion) -> str:
    """What a template says that it is for."""
    return wording_of(source).summary


def _make(by: Role, found: Beginning, content: Content, nonce: UUID, source: TemplateVersion | None) -> Template:
    check_compose_for(by, by.partnership)
    with act("protocols.template.begin", by=by, details={"from": str(source) if source else "library"}) as making:
        partnership = Partnership.objects.select_for_update(no_key=True).get(roles=by)
        made = Template.objects.filter(nonce=nonce, partnership=partnership).first()
        if made is not None:
            making.cancel()
            return made
        own = Template.objects.filter(partnership=partnership)
        if own.filter(title__iexact=found.title).exists():
            raise Invalid(f"Another of your templates is called “{found.title}”. Give this one another title.", "title")
        template = Template(
            slug=_free_slug(partnership, found.title), tier=found.tier, theme=found.theme, title=found.title,
            partnership=partnership, copied_from=source, nonce=nonce,
        )  # fmt: skip
        template.save()
        TemplateDraft(template=template, content=content, saved_by=str(by)[:250]).save()
        making.subject = template
    return template


def _free_slug(partnership: Partnership, title: str) -> str:
    """A short name for addresses. Its hyphens tell it from a built-in template's, which has none."""
    base = f"{partnership.prefix.lower()}-{slugify(title)[:40] or 'template'}"
    taken = set(Template.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if slug not in taken)
