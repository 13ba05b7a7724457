"""What a new version or a new protocol takes over from an earlier version; call inside an act, on a held version."""

from collections.abc import Iterable, Mapping
from typing import TypeVar
from uuid import uuid4

from protocols.models import (
    Barrier,
    CaseEntry,
    ClauseUse,
    DataFlow,
    Party,
    ProtocolVersion,
    Risk,
    Section,
    SectionRevision,
    VariableValue,
)

TEXT = ("section_id", "position", "title", "body", "inherits", "mandatory", "replaces_reason", "departs_from", "taken")
OWN_OF_FLOWS = frozenset({"id", "version", "sender", "nonce", "revision", "refused_at", "refused_reason", "number"})
R = TypeVar("R", Risk, CaseEntry, Barrier)
OWN_OF_ROWS = frozenset({"id", "version", "owner", "nonce", "revision"})


def carry_text(old: ProtocolVersion, new: ProtocolVersion) -> None:
    """The sections, each with its first revision; none is marked as ready. What came from the library is known so."""
    source = str(old)
    sections = [
        Section(version=new, saved_by=source, **{name: getattr(one, name) for name in TEXT})
        for one in old.sections.all()
    ]
    Section.objects.bulk_create(sections)
    SectionRevision.objects.bulk_create(
        [SectionRevision(section=one, number=1, body=one.body, saved_by=source) for one in sections]
    )
    by_id = {one.section_id: one for one in sections}
    ClauseUse.objects.bulk_create(
        [
            ClauseUse(
                clause_id=use.clause_id,
                section=by_id[use.section.section_id],
                put_in_at=use.put_in_at,
                put_in_by=use.put_in_by,
            )
            for use in ClauseUse.objects.filter(section__version=old).select_related("section")
        ]
    )


def carry_values(values: Mapping[str, str], new: ProtocolVersion, old: ProtocolVersion) -> None:
    """The values that fill the text, by key; and what the variables are that the template does not name."""
    specs = {row.key: row.spec for row in old.variables.all() if row.spec}
    VariableValue.objects.bulk_create(
        [
            VariableValue(version=new, key=key, value=values.get(key, ""), spec=specs.get(key, {}))
            for key in dict.fromkeys([*values, *specs])
        ]
    )


def carry_parties(
    parties: Iterable[Party], new: ProtocolVersion, names: Iterable[str] = ("controller_role",)
) -> dict[int, Party]:
    """The parties with these of their fields; the new ones by the old ones' keys."""
    names = tuple(names)
    copies = {
        party.pk: Party(version=new, partner_id=party.partner_id, **{name: getattr(party, name) for name in names})
        for party in parties
    }
    Party.objects.bulk_create(copies.values())
    return copies


def carry_flows(
    old: ProtocolVersion, new: ProtocolVersion, parties: Mapping[int, Party]
) -> tuple[list[DataFlow], list[DataFlow]]:
    """The flows between these parties, numbered anew; one that a checklist stopped stays behind.

    Returns those made, and the old ones that were left out because nobody is left to send or to receive them.
    """
    names = [field.name for field in DataFlow._meta.concrete_fields if field.name not in OWN_OF_FLOWS]
    made: list[DataFlow] = []
    left_out: list[DataFlow] = []
    flows = old.flows.filter(refused_at=None).select_related("dataset").prefetch_related("recipients")
    for flow in flows.order_by("number"):
        recipients = [parties[party.pk] for party in flow.recipients.all() if party.pk in parties]
        if flow.sender_id not in parties or not recipients:
            left_out.append(flow)
            continue
        values = {name: getattr(flow, name) for name in names}
        copy = DataFlow(version=new, number=len(made) + 1, sender=parties[flow.sender_id], nonce=uuid4(), **values)
        copy.save()
        copy.recipients.set(recipients)
        made.append(copy)
    return made, left_out


def carry_risks(old: ProtocolVersion, new: ProtocolVersion, parties: Mapping[int, Party]) -> int:
    """The risk register goes on; returns how many there are."""
    return _carry_owned(Risk, old, new, parties)


def carry_case(old: ProtocolVersion, new: ProtocolVersion, parties: Mapping[int, Party]) -> int:
    """The benefits, costs and barriers go on; returns how many there are."""
    return _carry_owned(CaseEntry, old, new, parties) + _carry_owned(Barrier, old, new, parties)


def _carry_owned(kind: type[R], old: ProtocolVersion, new: ProtocolVersion, parties: Mapping[int, Party]) -> int:
    """Rows keep their numbers, so that people can go on speaking of risk 3; an owner that left is nobody."""
    names = [field.name for field in kind._meta.concrete_fields if field.name not in OWN_OF_ROWS]
    rows: list[R] = [
        kind(
            version=new,
            owner=parties.get(row.owner_id) if row.owner_id else None,
            nonce=uuid4(),
            **{name: getattr(row, name) for name in names},
        )
        for row in kind.objects.filter(version=old)
    ]
    return len(kind.objects.bulk_create(rows))
