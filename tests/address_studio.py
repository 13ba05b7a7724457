"""The template studio and the clause library in the small world: what their addresses lead to, and what is posted."""

from uuid import uuid4

from partners.models import Role
from portal.audit.acts import SYSTEM, act
from protocols.models import ProtocolVersion, TemplateVersion
from protocols.services.clauses import ClauseContent, save_clause
from protocols.services.studio.beginning import begin_version
from tests.protocols import factories_studio as studio

# What the forms still want when they are opened.
FILLED: dict[str, dict[str, object]] = {
    "protocols:studio_new": {"title": "Another template", "tier": "overarching"},
    "protocols:studio_copy": {"title": "A copy"},
    "protocols:studio_section": {"title": "Another name"},
    "protocols:studio_section_own": {"title": "Ours", "body": "<p>Ours.</p>", "kind": "optional"},
    "protocols:studio_section_add": {"section": "S05"},
    "protocols:studio_section_move": {"place": "1"},
    "protocols:studio_variable_add": {"label": "Chair", "key": "chair", "kind": "text"},
    "protocols:studio_variable": {"label": "Another name"},
    "protocols:clause_save": {"title": "Another clause"},
}


class Studio:
    """Templates of the partnership's own: one with a draft of its next version, one without, one never published.

    And a saved clause.
    """

    def __init__(self, officer: Role, draft: ProtocolVersion) -> None:
        self.settled = studio.published(officer, "A settled template").template
        self.template = studio.published(officer).template
        begin_version(by=officer, template=self.template)
        self.section = studio.own_section(officer, studio.again(self.template), "Another section")
        self.unfinished = studio.begun(officer, "An unfinished template")
        self.spare = studio.variable(officer, self.unfinished).key
        source = draft.sections.get(section_id="S21")
        self.clause = save_clause(by=officer, section=source, given=ClauseContent("Breaches"), nonce=uuid4())
        self.revision = source.revision
        self._word_the_template_anew(draft.template_version)

    def _word_the_template_anew(self, began: TemplateVersion) -> None:
        sections = [{**one, "body": "<p>New.</p>"} if one["id"] == "S21" else one for one in began.content["sections"]]
        with act("tests.template", by=SYSTEM):
            TemplateVersion.objects.create(
                template=began.template, number=began.number + 1, published_on=began.published_on, sha256="1" * 64,
                content={**began.content, "sections": sections},
            )  # fmt: skip

    def form(self, name: str) -> dict[str, object]:
        """What is posted there beside what the page's own form says."""
        more = {
            "protocols:template": {"section": "S21", "template": 2, "revision": self.revision},
            "protocols:clause_choose": {"clause": self.clause.pk, "revision": self.revision},
        }
        return {**FILLED.get(name, {}), **more.get(name, {})}

    def values(self, name: str) -> dict[str, object]:
        """The parameters of an address of the studio or the library; none for any other."""
        if name.startswith("protocols:studio"):
            template = self.settled if name == "protocols:studio_next" else self.template
            template = self.unfinished if name.startswith("protocols:studio_variable") else template
            return {"slug": template.slug, "section_id": self.section, "key": self.spare, "which": "1"}
        if name in ("protocols:clause", "protocols:clause_retire"):
            return {"pk": self.clause.pk}
        return {"section_id": "S21"} if name == "protocols:clause_choose" else {}
