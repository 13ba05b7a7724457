"""The values that fill the text: given once, they stand everywhere that the text names them."""

from collections.abc import Mapping

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Conflict, Invalid
from protocols.models import ProtocolVersion, VariableValue
from protocols.permissions import check
from protocols.services.stepping import locked
from protocols.states import Action
from protocols.texts.wording import wording_for


def set_variables(
    *, by: Role, version: ProtocolVersion, values: Mapping[str, str], before: Mapping[str, str] | None = None
) -> list[str]:
    """Give values; returns the keys that changed. Giving the same again changes nothing.

    `before` is what the page showed: a value that was not touched there is not written, so that it cannot undo what
    somebody else saved since. Raises NotAllowed, WrongState, Invalid for a key that is known or not asked for or a
    number outside the limits of law, or Conflict where both changed the same value.
    """
    with act("protocols.variables.set", by=by, subject=version) as setting:
        version = locked(version)
        check(by, version, Action.EDIT_TEXT)
        _check_keys(version, values)
        rows = {row.key: row for row in version.variables.all()}
        held = {key: row.value for key, row in rows.items()}
        shown = held if before is None else before
        touched = {key: value.strip() for key, value in values.items() if value.strip() != shown.get(key, "")}
        changed = {key: value for key, value in touched.items() if value != held.get(key, "")}
        _check_limits(version, changed)
        _check_conflicts(version, changed, held, shown)
        for key, value in changed.items():
            row = rows.get(key) or VariableValue(version=version, key=key)
            row.value = value
            row.save()
        if not changed:
            setting.cancel()
        setting.details["changed"] = sorted(changed)
    return sorted(changed)


def _check_keys(version: ProtocolVersion, values: Mapping[str, str]) -> None:
    variables = wording_for(version).variables
    for key in values:
        if key not in variables:
            raise Invalid(f"The text does not ask for “{key}”.", key)
        if variables[key].known:
            raise Invalid(f"“{variables[key].label}” is filled by the portal, and cannot be typed.", key)


def _check_limits(version: ProtocolVersion, changed: Mapping[str, str]) -> None:
    variables = wording_for(version).variables
    for key, value in changed.items():
        limits = variables[key].limits
        if limits is not None and not limits.allow(value):
            raise Invalid(limits.sentence, key)


def _check_conflicts(
    version: ProtocolVersion, changed: Mapping[str, str], held: Mapping[str, str], shown: Mapping[str, str]
) -> None:
    for key, value in changed.items():
        if held.get(key, "") != shown.get(key, ""):
            label = wording_for(version).variables[key].label
            raise Conflict(
                f"Somebody else changed “{label}” to “{held.get(key, '')}” while you were writing. Nothing was saved: "
                "what you typed is below. Save again to replace theirs.",
                theirs=held.get(key, ""),
                yours=value,
                revision=0,
            )
