"""A district as the database has it, so that protocols can be told there."""

from dataclasses import dataclass
from typing import Any

from partners.models import Partner, Partnership, Role
from portal.accounts.models import User
from protocols.models import ProtocolVersion
from protocols.sample.scale.copying import Copying
from protocols.sample.scale.patterns import Patterns, refrozen
from protocols.sample.scale.places import Place
from protocols.sample.scale.rows import Key, Pieces, Table
from protocols.sample.scale.stories import Story

KEPT = frozenset(
    {"partners.Partnership", "partners.Partner", "partners.Role", "accounts.User", "protocols.ProtocolVersion"}
)
"""What a protocol's rows lead to outside it: where, who, and the overarching version."""


@dataclass(frozen=True)
class District:
    """A place, what each row of the pattern is there, and its words."""

    place: Place
    keys: dict[Key, object]
    words: dict[str, str]

    @classmethod
    def of(cls, place: Place, copying: Copying) -> "District":
        """The district that was just copied."""
        keys = {key: value for key, value in copying.keys.items() if key[0] in KEPT}
        return cls(place, keys, copying.words)

    def keys_of(self, story: Story) -> dict[Key, object]:
        """What the rows of one story are here."""
        own = {(table.label, key) for table in story.tables for key in table.keys}
        return {key: value for key, value in self.keys.items() if key in own}


def looked_up(place: Place, patterns: Patterns) -> District:
    """A district found again by its names: its partnership, bodies, people, roles and overarching protocol."""
    words = patterns.words_of(place)
    tables = [*patterns.region.tables, *patterns.district.tables]
    keys: dict[Key, object] = {}
    for table in tables:
        name = {"partners.Partnership": "slug", "partners.Partner": "slug", "accounts.User": "email"}.get(table.label)
        if name:
            keys |= _by_name(table, name, words)
    for table in tables:
        if table.label == "partners.Role":
            keys |= {("partners.Role", key): _role(key, keys) for key in table.keys}
    reference = words[patterns.overarching.reference]
    version = ProtocolVersion.objects.get(protocol__reference=reference, number=patterns.parent.number)
    keys["protocols.ProtocolVersion", patterns.parent.pk] = version.pk
    return District(place, keys, {**words, **refrozen(patterns.overarching, words)})


def _by_name(table: Table, name: str, words: dict[str, str]) -> dict[Key, object]:
    column = [field.attname for field in table.fields].index(name)
    there = {
        key: cell.joined(words) if isinstance(cell := row[column], Pieces) else cell
        for key, row in zip(table.keys, table.rows, strict=True)
    }
    model = {"partners.Partnership": Partnership, "partners.Partner": Partner, "accounts.User": User}[table.label]
    found = dict(model._base_manager.filter(**{f"{name}__in": list(there.values())}).values_list(name, "pk"))
    return {(table.label, key): found[value] for key, value in there.items()}


def _role(key: Any, keys: dict[Key, object]) -> int:
    was = Role.objects.get(pk=key)
    held = {"person_id": keys["accounts.User", was.person_id], "kind": was.kind}
    if was.partner_id is not None:
        held["partner_id"] = keys["partners.Partner", was.partner_id]
    else:
        held["partnership_id"] = keys["partners.Partnership", was.partnership_id]
    found: int = Role.objects.values_list("pk", flat=True).get(**held)
    return found
