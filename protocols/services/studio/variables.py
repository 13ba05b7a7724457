"""The variables of a template's draft: declared with a type, changed, and deleted once no wording uses them."""

import re
from dataclasses import asdict, dataclass

from partners.models import Role
from protocols.errors import Conflict, Invalid
from protocols.loader.contents import fault_of_variable, variables_of
from protocols.loader.limits import Limits
from protocols.models import Template
from protocols.services.studio.drafts import Content, drafting, fingerprint_of, library_variables
from protocols.texts.wording import Variable

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True)
class VariableContent:
    """What somebody says of a variable. `least`, `most` and `because` bound a number."""

    key: str
    label: str
    kind: str
    hint: str = ""
    default: str = ""
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    because: str = ""

    def as_content(self) -> Content:
        """As the template's content has it. Raises Invalid, naming the field."""
        if not KEY.fullmatch(self.key):
            raise Invalid("Write the key in small letters, figures and _ alone, such as response_days.", "key")
        limits = None
        if self.kind == "number" and (self.least is not None or self.most is not None):
            if not self.because:
                raise Invalid("Say why the number is bounded: the person who is refused another reads it.", "because")
            if self.least is not None and self.most is not None and self.least > self.most:
                raise Invalid("The least is more than the most.", "least")
            limits = Limits(self.least, self.most, self.because, "")
        choices = list(self.choices) if self.kind == "choice" else []
        made = asdict(Variable(self.key, self.label, self.kind, self.hint, self.default, choices, "", limits))
        fault = fault_of_variable(made)
        if fault:
            raise Invalid(fault, "choices" if "choices" in fault and not choices else "default")
        return made


def put_variable(*, by: Role, template: Template, given: VariableContent, fingerprint: str = "") -> None:
    """Declare a variable, or change it where `fingerprint` is of the one that the page showed.

    Raises Invalid, or Conflict where somebody else changed it since.
    """
    made = given.as_content()
    if given.key in library_variables():
        raise Invalid(
            f"[[{given.key}]] is a variable of the section library: use it as it is, or choose another key.", "key"
        )
    with drafting("variable.put", by=by, template=template, details={"variable": given.key}) as content:
        known = variable_in(content, given.key)
        if known is None:
            content["variables"].append(made)
        elif known != made:
            if not fingerprint:
                raise Invalid(f"Another variable has the key {given.key}. Choose another.", "key")
            if fingerprint_of(known) != fingerprint:
                raise Conflict(
                    "Somebody else changed this variable meanwhile. Save again to replace what they wrote.",
                    theirs=known["label"], yours=given.label, revision=0,
                )  # fmt: skip
            content["variables"][content["variables"].index(known)] = made


def delete_variable(*, by: Role, template: Template, key: str) -> None:
    """Delete a variable; one that is gone already is no fault. Raises Invalid while wording uses it."""
    with drafting("variable.delete", by=by, template=template, details={"variable": key}) as content:
        uses = [one["title"] for one in content["sections"] if key in variables_of(one["body"])]
        if uses:
            raise Invalid(f"[[{key}]] is used in {', '.join(uses)}. Take it out of the wording first.")
        content["variables"] = [one for one in content["variables"] if one["key"] != key]


def variable_in(content: Content, key: str) -> Content | None:
    """One variable of the content, where it has it."""
    found: Content | None = next((one for one in content["variables"] if one["key"] == key), None)
    return found
