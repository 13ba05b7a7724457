"""Giving the text of a version a name, and putting back one that was named or submitted. Neither loses anything."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from portal.audit.chain import canonical
from portal.govuk.days import clock, day
from protocols.errors import Conflict, Invalid
from protocols.models import NamedText, ProtocolVersion, Section, SectionRevision, Snapshot, VariableValue
from protocols.permissions import check
from protocols.queries.redlines import DEPARTING, current_content, rows_of, text_of_rows
from protocols.services.stepping import locked
from protocols.states import Action

LONGEST = 80
MOVED_ASIDE = 100_000  # positions while sections change places, since no two may share one


def fingerprint_of(version: ProtocolVersion) -> str:
    """The SHA-256 (hex) of the rows that make the text: it changes with every save."""
    return hashlib.sha256(text_of_rows(rows_of(version)).encode()).hexdigest()


def name_text(*, by: Role, version: ProtocolVersion, name: str, nonce: UUID) -> NamedText:
    """Name the text as it is now. The same form sent again names nothing twice.

    Raises NotAllowed, WrongState, or Invalid where the name is empty, long or taken.
    """
    with act("protocols.text.name", by=by, details={"name": name}) as naming:
        held = locked(version)
        check(by, held, Action.EDIT_TEXT)
        known = NamedText.objects.filter(nonce=nonce, version=held).first()
        if known is not None:
            naming.cancel()
            return known
        named = _keep(held, _good_name(held, name), by=by, nonce=nonce)
        naming.subject = held
    return named


def restore(*, by: Role, text: NamedText | Snapshot, fingerprint: str) -> bool:
    """Put back a text that was named or submitted, as a new change; True where anything changed.

    `fingerprint` is of the text that the page compared with. The text as it is now is named first, and every section
    keeps all its revisions; one that the named text has not is emptied. Parties, flows, risks and answers stay as they
    are. Raises NotAllowed, WrongState, or Conflict where somebody saved since.
    """
    with act("protocols.text.restore", by=by, details={"name": text.name}) as restoring:
        version = locked(text.version)
        check(by, version, Action.EDIT_TEXT)
        now = fingerprint_of(version)
        if _is_put_back(version, text.rows):
            restoring.cancel()
            return False
        if now != fingerprint:
            raise Conflict(
                "Somebody saved a clause or a detail after this page was opened. Nothing was changed: what would "
                "change now is below. Look at it, then restore.",
                theirs="", yours="", revision=0,
            )  # fmt: skip
        restoring.subject = version
        restoring.details["kept"] = _keep_now(version, text, by=by).name
        restoring.details["changed"] = _put_back(version, text.rows, by=by)
    return True


def _good_name(version: ProtocolVersion, name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid("Give the text a name, such as Before consultation.", "name")
    if len(name) > LONGEST:
        raise Invalid(f"A name can be {LONGEST} characters long. This one has {len(name)}.", "name")
    if version.named_texts.filter(name__iexact=name).exists():
        raise Invalid(f"Another text of this version is already named “{name}”. Give this one another name.", "name")
    return name


def _keep(version: ProtocolVersion, name: str, *, by: Role, nonce: UUID) -> NamedText:
    rows = rows_of(version)
    named = NamedText(
        version=version,
        name=name,
        text=canonical({"content": current_content(version), "rows": rows}),
        sha256=hashlib.sha256(text_of_rows(rows).encode()).hexdigest(),
        nonce=nonce,
        named_by=str(by)[:250],
    )
    named.save()
    return named


def _keep_now(version: ProtocolVersion, text: NamedText | Snapshot, *, by: Role) -> NamedText:
    """The text as it is before it gives way: under the name that it has, or one that says what happened."""
    known = version.named_texts.filter(sha256=fingerprint_of(version)).first()
    if known is not None:
        return known
    return _keep(version, _free_name(version, text, timezone.now()), by=by, nonce=uuid4())


def _free_name(version: ProtocolVersion, text: NamedText | Snapshot, at: datetime) -> str:
    words = f"Before “{text.name[:30]}” was put back, {day(at)}, {clock(at)}"[: LONGEST - 5]
    taken = set(version.named_texts.values_list("name", flat=True))
    return next(name for name in (words, *(f"{words} ({n})" for n in range(2, 1000))) if name not in taken)


def _put_back(version: ProtocolVersion, rows: dict[str, Any], *, by: Role) -> list[str]:
    """Write the rows; returns the ids of the sections that changed."""
    now = {section.section_id: section for section in version.sections.select_for_update()}
    kept = {row["section_id"]: {**DEPARTING, **row} for row in rows["sections"]}
    changed: list[str] = []
    last = max((row["position"] for row in rows["sections"]), default=0)
    beside = {key: {"body": "", "position": last + place} for place, key in enumerate(now.keys() - kept.keys(), 1)}
    wanted_rows = {**kept, **beside}
    _make_room(now, wanted_rows)
    for key, wanted in wanted_rows.items():
        section = now.get(key) or Section(version=version, section_id=key, revision=0)
        if _write(section, wanted, by=by):
            changed.append(key)
    _put_values_back(version, rows["values"])
    return changed


def _is_put_back(version: ProtocolVersion, rows: dict[str, Any]) -> bool:
    """Whether the text is this one already: sections that it has not are empty, and so are values."""
    now = rows_of(version)
    kept = {row["section_id"] for row in rows["sections"]}
    sections = [row for row in now["sections"] if row["section_id"] in kept or row["body"]]
    return sections == rows["sections"] and _given(now["values"]) == _given(rows["values"])


def _given(values: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in values.items() if value}


def _make_room(now: dict[str, Section], wanted: dict[str, dict[str, Any]]) -> None:
    """Where sections change places, put them aside first: no two may stand in one place."""
    if any(section.position != wanted[key]["position"] for key, section in now.items()):
        for section in now.values():
            section.position += MOVED_ASIDE
            section.save(update_fields=["position"])


def _write(section: Section, wanted: dict[str, Any], *, by: Role) -> bool:
    """Give a section what it had; True where its words or its standing changed, which makes a new revision."""
    differs = {name for name, value in wanted.items() if getattr(section, name) != value}
    for name in differs:
        setattr(section, name, wanted[name])
    written = bool(differs - {"position"}) or section.pk is None
    if written:
        section.revision += 1
        section.reviewed, section.saved_at, section.saved_by = False, timezone.now(), str(by)[:250]
    if differs or written:
        section.save()
    if written:
        SectionRevision.objects.create(
            section=section, number=section.revision, body=section.body, saved_at=section.saved_at,
            saved_by=section.saved_by,
        )  # fmt: skip
    return written


def _put_values_back(version: ProtocolVersion, values: dict[str, str]) -> None:
    for row in version.variables.all():
        value = values.get(row.key, "")
        if row.value != value:
            row.value = value
            row.save(update_fields=["value"])
    known = set(version.variables.values_list("key", flat=True))
    for key in values.keys() - known:
        VariableValue(version=version, key=key, value=values[key]).save()
