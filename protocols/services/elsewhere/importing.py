"""Reading a register of agreements made elsewhere: every row judged and, when it is to be applied, written."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from partners.models import Partnership
from portal.audit.acts import Act, ActsAs, act
from protocols.loader.elsewhere.reading import Sheet
from protocols.loader.elsewhere.rows import Row, read_rows
from protocols.models import Agreement, AgreementBody
from protocols.permissions import check_keep_agreements
from protocols.services.elsewhere.judging import Judge, Outcome, Verdict
from protocols.services.elsewhere.writing import fill, keep_bodies, mentions, who

DEFAULT_REGISTER = "Digital Economy Act register"
BATCH = 250
"""Rows in one transaction, with one event in the trail. A run that was stopped goes on where it was: what is here
already is found unchanged."""

Tell = Callable[[Verdict], None]


def import_agreements(
    *, by: ActsAs, partnership: Partnership, register: str, sheet: Sheet, apply: bool, tell: Tell | None = None
) -> list[Verdict]:
    """Judge a register's rows and, if `apply`, keep them as agreements made elsewhere.

    Applied again, nothing changes and the trail gets no event. What an officer chose (a review date, a power, a body's
    match) stays when a row has changed. Raises NotAllowed. Each verdict is told as soon as it is reached.
    """
    check_keep_agreements(by, partnership)
    judge, told = Judge(partnership.pk, register), []
    for rows in _batches(read_rows(sheet)):
        verdicts = _apply(by, partnership, judge, sheet, rows) if apply else judge.verdicts(rows)
        told += verdicts
        for verdict in verdicts if tell is not None else ():
            tell(verdict)  # type: ignore[misc]
    return told


def counted(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """How many rows have which outcome, and how many are doubtful."""
    counts = Counter(verdict.outcome.value for verdict in verdicts)
    doubtful = sum(1 for verdict in verdicts if verdict.doubts)
    return {**{outcome.value: counts[outcome.value] for outcome in Outcome}, "doubtful": doubtful}


def left_out(partnership: Partnership, register: str, verdicts: Sequence[Verdict]) -> list[Agreement]:
    """The agreements read from this register before that the file does not hold any more; they stay; one query."""
    held = {verdict.key for verdict in verdicts}
    before = Agreement.objects.filter(partnership=partnership, register=register).only("key", "title", "reference")
    return [agreement for agreement in before if agreement.key not in held]


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _apply(by: ActsAs, partnership: Partnership, judge: Judge, sheet: Sheet, rows: list[Row]) -> list[Verdict]:
    with act("protocols.agreements.import", by=by, subject=partnership) as done:
        Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)  # one import at a time
        verdicts = judge.verdicts(rows)
        writing = [verdict for verdict in verdicts if verdict.writes]
        if not writing:
            done.cancel()
            return verdicts
        _write(by, judge, sheet, writing)
        _tell(done, judge, sheet, writing)
    return verdicts


def _tell(done: Act, judge: Judge, sheet: Sheet, writing: Sequence[Verdict]) -> None:
    lines = {outcome.value: [one.row.line for one in writing if one.outcome is outcome] for outcome in Outcome}
    done.details.update(
        register=judge.register, file=sheet.name, **{name: found for name, found in lines.items() if found}
    )


def _write(by: ActsAs, judge: Judge, sheet: Sheet, writing: Sequence[Verdict]) -> None:
    bodies = keep_bodies(judge, [one.row for one in writing])
    by_whom = who(by)

    def filled(agreement: Agreement, one: Verdict) -> Agreement:
        return fill(agreement, one.row, key=one.key, register=judge.register, by=by_whom, file_name=sheet.name)

    fresh = [(one, Agreement(partnership_id=judge.partnership_id)) for one in writing if one.agreement is None]
    new = [filled(agreement, one) for one, agreement in fresh]
    Agreement.objects.bulk_create(new)
    changed = [(one, one.agreement) for one in writing if one.agreement is not None]
    for one, agreement in changed:
        before = {column: agreement.cells.get(column, "") for column in one.columns}
        with act("protocols.agreement.reread", by=by, subject=agreement, details={"before": before}):
            agreement.revision += 1
            filled(agreement, one).save()
            agreement.bodies.all().delete()
    kept = {agreement.key: agreement for agreement in (*new, *(agreement for _, agreement in changed))}
    AgreementBody.objects.bulk_create(
        mention for one in writing for mention in mentions(kept[one.key], one.row, bodies)
    )
