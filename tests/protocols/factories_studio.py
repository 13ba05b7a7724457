"""Templates of a partnership's own, made through the services."""

from uuid import uuid4

from partners.models import Role
from protocols.models import Template, TemplateVersion
from protocols.services.studio.beginning import Beginning, begin_template
from protocols.services.studio.drafts import fingerprint_of, section_in
from protocols.services.studio.publishing import publish_template
from protocols.services.studio.sections import SectionContent, add_own, change_section
from protocols.services.studio.variables import VariableContent, put_variable


def begun(by: Role, title: str = "Our template", *, theme: str = "") -> Template:
    """A template from the section library, as a draft."""
    beginning = Beginning(title, "For our own work.", "thematic" if theme else "overarching", theme)
    return begin_template(by=by, beginning=beginning, nonce=uuid4())


def own_section(by: Role, template: Template, title: str = "Our own section", **changes: str) -> str:
    """A section of one's own at the end of the draft; its id."""
    given = {"title": title, "body": "<p>We meet each month.</p>", "guidance": "Because.", "kind": "optional"}
    return add_own(by=by, template=template, given=SectionContent(**{**given, **changes}), nonce=uuid4())


def rewrite(by: Role, template: Template, section_id: str, **changes: str) -> None:
    """Write a section of the draft again."""
    template = again(template)
    held = section_in(template.draft.content, section_id)
    assert held is not None
    kind = "conditional" if held.get("condition") else "mandatory" if held["mandatory"] else "optional"
    given = {name: held.get(name, "") for name in ("title", "body", "guidance", "condition")}
    content = SectionContent(**{**given, "kind": kind, **changes})
    change_section(by=by, template=template, section_id=section_id, given=content, fingerprint=fingerprint_of(held))


def variable(by: Role, template: Template, key: str = "board_days", **changes: object) -> VariableContent:
    """A variable of the draft's own: a number of days, unless it is said otherwise."""
    given = VariableContent(**{"key": key, "label": "Days to answer the board", "kind": "number", **changes})  # type: ignore[arg-type]
    put_variable(by=by, template=template, given=given)
    return given


def published(by: Role, title: str = "Our template", *, theme: str = "") -> TemplateVersion:
    """A template with a section of its own, published."""
    template = begun(by, title, theme=theme)
    own_section(by, template)
    return publish_template(by=by, template=template)


def again(template: Template) -> Template:
    """The template as the database has it."""
    return Template.objects.get(pk=template.pk)
