"""What is another partnership's: its ids, put into the body of whatever is posted.

Which fields of a page's form take ids is told from the form: a value that is offered or sent there is a number. A field
that is new has to be named here, with whose id is tried in it, or with the reason why its numbers are no ids.
"""

import re
from collections.abc import Iterator

from partners.models import Role
from partners.roles import RoleKind
from protocols.services.clauses import ClauseContent, save_clause
from protocols.services.named_texts import name_text
from protocols.states import State
from tests.datasets import factories as datasets
from tests.protocols import factories
from tests.protocols import factories_life as life

# Fields that take an id: whose it is, by the name of something of `Foreign`.
IDS = {
    "clause": "clause", "colleague": "role", "datasets": "dataset", "flows": "flow", "from": "named",
    "holder": "partner", "owner": "party", "parent": "version", "partner": "partner", "partners": "partner",
    "party": "party", "recipients": "party", "role": "role", "sender": "party", "source": "covering", "tell": "role",
    "to": "role",
}  # fmt: skip
# Where a field of the same name takes another kind of id.
HERE = {
    ("protocols:review_owner", "owner"): "role",
    ("protocols:redline_ask", "to"): "named",
}
# Fields whose numbers are no ids, each with the reason.
NOT_IDS = {
    r"\w+_(day|month|year)": "a part of a date",
    r"(\w+_)?revision|revisions": "which text one had before oneself",
    r"(likelihood|severity)_\w+|amount|staff\w*|number|least|most": "a count, or a measure",
    r"signatures_needed|set_days|small_numbers_below": "a count",
    r"\w*(hours|days|months|years)": "a length of time",
    r"gateway|law|code": "an entry of the law library, or a code that was sent",
    r"place|template": "which one of a list that is the address's own",
    r"kept_\d+|turn_\d+|f\d+-\w+": "the name holds the number of a row of one's own; others' names are not looked for",
}  # fmt: skip
NUMBER = re.compile(r"(?:[a-z]+-)?\d+")
OPEN = {("partners:register", "partnership"): "any partnership may be asked"}


class Foreign:
    """Another partnership: two partners, their people, and a draft with what hangs on it."""

    def __init__(self) -> None:
        cast = life.cast(("Far Council", "council"), ("Far Police", "police"))
        by, partner = cast.officer, cast.partners[0]
        self.partner, self.version = partner, life.protocol_at(State.DRAFT, cast)[1]
        self.party = life.party(self.version, partner)
        self.flow = factories.flow(self.version, by=by)
        self.role: Role = cast.at(partner, RoleKind.CONTRIBUTOR)
        self.dataset = datasets.dataset(partner, by=self.role, name="Far cases")
        section = self.version.sections.get(section_id="S03")
        nonce = self.flow.nonce
        self.clause = save_clause(by=by, section=section, given=ClauseContent("Far clause"), nonce=nonce)
        self.named_text = name_text(by=by, version=self.version, name="Far", nonce=nonce)

    def id_of(self, what: str) -> str:
        """The id of one of these, as a form would send it. Of a checklist, that of a flow: no such is anybody's own."""
        if what == "named":
            return f"named-{self.named_text.pk}"
        return str(getattr(self, {"covering": "flow"}.get(what, what)).pk)


def fields_with_ids(name: str, offered: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """The fields that take ids, each with what of another's is tried in it. Raises AssertionError for one unknown."""
    for field, values in offered.items():
        if not any(NUMBER.fullmatch(value) for value in values) or (name, field) in OPEN:
            continue
        if field in IDS:
            yield field, HERE.get((name, field), IDS[field])
        else:
            known = any(re.fullmatch(pattern, field) for pattern in NOT_IDS)
            assert known, f"{name}: say in tests/address_foreign.py whether {field} takes ids ({sorted(values)[:3]})"
