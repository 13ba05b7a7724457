"""Numbered rows of a version: added once though posted twice, numbered in turn, never changed unseen.

Data flows, risks and a case are written by this one mechanism; each kind says who may write it and what is its own.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, fields
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from django.db.models import Max, QuerySet

from partners.models import Role
from portal.audit.acts import Act, act
from protocols.errors import Conflict, Invalid
from protocols.models import ProtocolVersion
from protocols.models.numbered import NumberedRow
from protocols.permissions import check
from protocols.services.stepping import locked
from protocols.states import Action

R = TypeVar("R", bound=NumberedRow)


@dataclass(frozen=True)
class RowContent(ABC, Generic[R]):
    """What one row says. A kind's own class adds the fields, named as those of its model."""

    @abstractmethod
    def check(self, version: ProtocolVersion) -> None:
        """Raise Invalid, naming the field, where it does not hold together."""

    def as_fields(self) -> dict[str, object]:
        """The fields of the row, without white space around them."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}

    def differences(self, row: R) -> list[str]:
        """The names of the fields in which a row as it stands differs from what is wanted, in this order."""
        return [name for name, value in self.as_fields().items() if getattr(row, name) != value]


C = TypeVar("C", bound=RowContent)  # type: ignore[type-arg]


class Rows(ABC, Generic[R, C]):
    """How one kind of row is written. `noun` names it in sentences and in the trail; `action` is writing one."""

    noun: ClassVar[str]
    action: ClassVar[Action]

    @abstractmethod
    def of(self, version: ProtocolVersion) -> QuerySet[R]:
        """The rows of a version, plain, so that they can be locked."""

    @abstractmethod
    def check_content(self, by: Role, version: ProtocolVersion, content: C) -> None:
        """Raise NotAllowed where what is wanted is not theirs to write."""

    @abstractmethod
    def check_row(self, by: Role, row: R) -> None:
        """Raise NotAllowed where the row as it stands is not theirs to write."""

    def check_open(self, row: R) -> None:
        """Raise Invalid where a row can no longer be changed; by default it always can."""

    def check_free(self, row: R) -> None:
        """Raise Invalid where a row has to stay on record; by default it may go."""

    def put_links(self, row: R, content: C) -> None:
        """Keep what stands outside the row's own fields; by default there is nothing."""

    def save(
        self, *, by: Role, version: ProtocolVersion, content: C, row: R | None, revision: int | None, nonce: UUID | None
    ) -> R:
        """Add a row (with `nonce`) or change one (with the `revision` that its form was made from).

        The same nonce again returns the row added the first time. Raises NotAllowed, WrongState, Invalid with the
        field, or Conflict where somebody saved the row since.
        """
        with act(f"protocols.{self.noun}.{'change' if row else 'add'}", by=by, subject=row) as saving:
            version = locked(version)
            check(by, version, self.action)
            self.check_content(by, version, content)
            content.check(version)
            if row is None:
                return self._add(saving, version, content, nonce)
            return self._change(saving, self.held(by, row), content, revision)

    def delete(self, *, by: Role, row: R) -> None:
        """Take a row out; the trail keeps what it was. Raises NotAllowed, WrongState, or Invalid where it must stay."""
        with act(f"protocols.{self.noun}.delete", by=by, subject=row.version, details={self.noun: str(row)}):
            held = self.held(by, row)
            self.check_free(held)
            held.delete()

    def held(self, by: Role, row: R) -> R:
        """The row as it stands, held with its version, if it may be written now and by them; inside an act only."""
        version = locked(row.version)
        check(by, version, self.action)
        held = self.of(version).select_for_update().get(pk=row.pk)
        held.version = version
        self.check_row(by, held)
        return held

    def next_number(self, version: ProtocolVersion) -> int:
        """The number of the next row; the version has to be held, so that no two take the same."""
        highest: int | None = self.of(version).aggregate(highest=Max("number"))["highest"]
        return (highest or 0) + 1

    def _add(self, adding: Act, version: ProtocolVersion, content: C, nonce: UUID | None) -> R:
        if nonce is None:
            raise Invalid("This form is not whole. Open the page again and send it once more.")
        rows = self.of(version)
        made = rows.filter(nonce=nonce).first()
        if made is not None:
            adding.cancel()
            return made
        row = rows.model(version=version, number=self.next_number(version), nonce=nonce, **content.as_fields())
        row.save()
        self.put_links(row, content)
        adding.subject = row
        return row

    def _change(self, changing: Act, held: R, content: C, revision: int | None) -> R:
        self.check_open(held)
        changed = content.differences(held)
        if not changed:
            changing.cancel()
            return held
        if revision != held.revision:
            raise Conflict(
                f"Somebody else saved this {self.noun} while you were writing. "
                "Nothing was overwritten: compare the two below.",
                theirs=str(held.revision),
                yours=str(revision),
                revision=held.revision,
            )
        for name, value in content.as_fields().items():
            setattr(held, name, value)
        held.revision += 1
        held.save()
        self.put_links(held, content)
        changing.details["changed"] = changed
        return held
