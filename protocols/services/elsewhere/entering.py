"""One agreement made elsewhere, entered by hand in the eighteen fields and read as a register's row is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from partners.models import Partnership, Role
from portal.audit.acts import act
from protocols.errors import Invalid
from protocols.loader.elsewhere import columns as c
from protocols.loader.elsewhere.rows import CONTROLLER, Row, read_row
from protocols.models import Agreement, AgreementBody
from protocols.permissions import check_keep_agreements
from protocols.services.elsewhere.judging import Judge, key_of
from protocols.services.elsewhere.keeping import attach_file, refuse_stale
from protocols.services.elsewhere.writing import fill, keep_bodies, mentions, who

ENTERED = "Entered by hand"
"""The register of agreements that stand in none."""
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Scan:
    """A PDF to be attached in the same step: what it is, the name that it came under, and its bytes."""

    title: str
    name: str
    content: bytes


@dataclass(frozen=True)
class Entry:
    """What somebody entered: the register that it stands in, and the eighteen fields by the names of their columns."""

    register: str
    cells: Cells


def field_of(column: str) -> str:
    """The name under which a form has a column."""
    return column.replace("-", "_")


def enter_agreement(
    *, by: Role, partnership: Partnership, entry: Entry, is_public: bool = True, scan: Scan | None = None
) -> Agreement:
    """Keep an agreement, and its PDF if one is given; both or neither.

    Entered again word for word, it is the one that is there. Raises NotAllowed, or Invalid with the field.
    """
    check_keep_agreements(by, partnership)
    row = _read(entry)
    with transaction.atomic():
        with act("protocols.agreement.enter", by=by, details={"register": entry.register}) as entering:
            Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)  # nothing else is added meanwhile
            agreement = _same(partnership, entry, row)
            if agreement is not None:
                entering.cancel()
            else:
                agreement = Agreement(partnership=partnership, is_public=is_public)
                _write(agreement, row, key_of(row), entry.register, by)
                entering.subject = agreement
        if scan is not None:
            attach_file(by=by, agreement=agreement, title=scan.title, name=scan.name, content=scan.content)
    return agreement


def rewrite_agreement(*, by: Role, agreement: Agreement, entry: Entry, revision: int | None) -> Agreement:
    """Change what an agreement that was entered by hand says. `revision` is the one that the form was made from.

    A review date or a power that is written anew holds, whatever was set before. Raises NotAllowed, Invalid with the
    field, or Conflict where the agreement was changed since.
    """
    check_keep_agreements(by, agreement.partnership)
    row = _read(entry)
    with act("protocols.agreement.rewrite", by=by, subject=agreement) as changing:
        Partnership.objects.select_for_update(no_key=True).get(pk=agreement.partnership_id)
        held = (
            Agreement.objects.select_for_update(of=("self",), no_key=True)
            .select_related("partnership")
            .get(pk=agreement.pk)
        )
        if not held.is_by_hand:
            raise Invalid("This agreement was read from a file. Change it there, and import the file again.")
        before, now = held.cells, dict(row.pairs)
        changed = [name for name in c.BY_KEY if before.get(name, "") != now.get(name, "")]
        if not changed and held.register == entry.register:
            changing.cancel()
            return held
        refuse_stale(held, revision)
        key = key_of(row) if (row.reference, entry.register) != (held.reference, held.register) else held.key
        _refuse_taken(held.partnership, entry, row, key, but=held.pk)
        held.review_set = held.review_set and c.REVIEW not in changed
        held.gateway_set = held.gateway_set and c.POWER not in changed
        held.revision += 1
        held.bodies.all().delete()
        _write(held, row, key, entry.register, by)
        changing.details.update(before={name: before.get(name, "") for name in changed}, register=entry.register)
    return held


def _write(agreement: Agreement, row: Row, key: str, register: str, by: Role) -> None:
    judge = Judge(agreement.partnership_id, register)
    bodies = keep_bodies(judge, [row])
    fill(agreement, row, key=key, register=register, by=who(by)).save()
    AgreementBody.objects.bulk_create(mentions(agreement, row, bodies))


def _read(entry: Entry) -> Row:
    """What was entered as a row. Raises Invalid where something is missing or cannot be."""
    row = read_row(dict(entry.cells))
    if not entry.cells.get(c.NAME, "").strip():
        _refuse("Enter the name of the agreement.", c.NAME)
    if not any(named.part == CONTROLLER for named in row.bodies):
        _refuse("Name at least one controller, one a line.", c.CONTROLLER_NAMES)
    if row.review_on is None:
        _refuse("Enter the date by which the agreement is to be reviewed.", c.REVIEW)
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        _refuse("The end cannot be before the start. Enter a later date.", c.END)
    if row.starts_on and row.review_on and row.review_on < row.starts_on:
        _refuse("The review cannot be before the agreement starts. Enter a later date.", c.REVIEW)
    return replace(row, doubts=tuple(doubt for doubt in row.doubts if doubt.column != c.REFERENCE))


def _same(partnership: Partnership, entry: Entry, row: Row) -> Agreement | None:
    """The agreement that was entered with these words before. Raises Invalid where its number is another's."""
    there = Agreement.objects.filter(partnership=partnership, register=entry.register, key=key_of(row)).first()
    if there is not None and there.fingerprint == row.fingerprint:
        return there
    _refuse_taken(partnership, entry, row, key_of(row))
    return None


def _refuse_taken(partnership: Partnership, entry: Entry, row: Row, key: str, *, but: int | None = None) -> None:
    there = (
        Agreement.objects.filter(partnership=partnership, register=entry.register, key=key).exclude(pk=but or 0).first()
    )
    if there is None:
        return
    known = f"Number {row.reference}" if row.reference else "An agreement that was entered with these words"
    _refuse(
        f"{known} stands in “{entry.register}” already, as “{there.title}”. Change that one, or correct the number.",
        c.REFERENCE,
    )


def _refuse(sentence: str, column: str) -> None:
    raise Invalid(sentence, field_of(column))
