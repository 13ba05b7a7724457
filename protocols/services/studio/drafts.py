"""The draft of a template: held while it is changed, settled, and saved with one event if anything changed."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from portal.audit.chain import canonical
from protocols.errors import WrongState
from protocols.loader import library
from protocols.loader.contents import variables_of
from protocols.loader.sections import VariableSpec
from protocols.models import Template, TemplateDraft
from protocols.permissions import check_compose
from protocols.texts.wording import variable_of

Content = dict[str, Any]
NO_DRAFT = "This template has no draft. Begin a new version to change it."


@contextmanager
def drafting(
    action: str, *, by: Role, template: Template, details: Mapping[str, object] | None = None
) -> Iterator[Content]:
    """The draft's content, to be changed in place; saved on leaving. The same content again leaves no event.

    Raises NotAllowed, or WrongState where there is no draft.
    """
    with act(f"protocols.template.{action}", by=by, subject=template, details=details) as editing:
        draft = held(by, template)
        content = deepcopy(draft.content)
        yield content
        settle(content)
        if content == draft.content:
            editing.cancel()
            return
        draft.content = content
        draft.revision += 1
        draft.saved_at, draft.saved_by = timezone.now(), str(by)[:250]
        draft.save()


def held(by: Role, template: Template) -> TemplateDraft:
    """The draft, held until the act is over. Raises NotAllowed or WrongState."""
    check_compose(by, template)
    draft = TemplateDraft.objects.select_for_update(no_key=True).filter(template=template).first()
    if draft is None:
        raise WrongState(NO_DRAFT)
    return draft


def settle(content: Content) -> None:
    """Bring in the library's variables that the text uses, and let go of those that it uses no longer."""
    used = dict.fromkeys(key for section in content["sections"] for key in variables_of(section["body"]))
    known = library_variables()
    had = {one["key"] for one in content["variables"]}
    content["variables"] += [asdict(variable_of(known[key])) for key in used if key not in had and key in known]
    content["variables"] = [one for one in content["variables"] if one["key"] in used or one["key"] not in known]


def library_variables() -> dict[str, VariableSpec]:
    """Every variable that the section library declares, by key."""
    return {spec.key: spec for section in library().sections.values() for spec in section.variables}


def keys_known(content: Content) -> list[str]:
    """The variables that wording may use: the template's own and the library's."""
    return [*(one["key"] for one in content["variables"]), *library_variables()]


def section_in(content: Content, section_id: str) -> Content | None:
    """One section of the content, where it has it."""
    sections: Iterable[Content] = content["sections"]
    return next((one for one in sections if one["id"] == section_id), None)


def fingerprint_of(part: Mapping[str, Any]) -> str:
    """The SHA-256 (hex) of one part of the content: it changes whenever that part does."""
    return hashlib.sha256(canonical(dict(part)).encode()).hexdigest()
