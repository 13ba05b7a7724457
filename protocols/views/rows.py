"""Adding, changing and deleting numbered rows of a version: the same pages for data flows and for risks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.personal_data import Finding
from protocols import permissions
from protocols.errors import Conflict, Refused
from protocols.forms.refusing import add_refusal
from protocols.forms.rows import RowForm
from protocols.models import ProtocolVersion
from protocols.models.numbered import NumberedRow
from protocols.queries.parties import parties_of
from protocols.queries.protocols import address_of
from protocols.services.rows import Rows
from protocols.views.fetching import capacity_of, page, say_refused, warn_of_people

FIRST = 25  # rows that a list shows before it needs a second page
R = TypeVar("R", bound=NumberedRow)
Said = Callable[[str, object], str]


@dataclass(frozen=True)
class Difference:
    """One field: what somebody else saved, and what was typed."""

    label: str
    theirs: str
    yours: str


def compared(row: NumberedRow, form: RowForm[Any], said: Said) -> list[Difference]:
    """The fields in which the row as it stands differs from a valid form, side by side."""
    content = form.content()
    return [
        Difference(
            str(form.fields[name].label or name.capitalize()),
            said(name, getattr(row, name)),
            said(name, getattr(content, name)),
        )
        for name in content.differences(row)
        if name in form.fields  # who recorded a row is content, too, and nobody types it
    ]


def nobody(row: NumberedRow) -> Sequence[Finding]:
    """No words of the row are looked through for what looks like a person's data."""
    return ()


@dataclass(frozen=True)
class RowPages(Generic[R]):
    """The pages of one kind of row.

    `found_in` are the rows with all that a page shows of them, `said` a field's value in words, `people` what in a row
    looks like a person's data, `tab` the page that lists the rows, `template` the form's and `asks` that of the page
    that asks before deleting.
    """

    rows: Rows[R, Any]
    form: type[RowForm[Any]]
    found_in: Callable[[ProtocolVersion], QuerySet[R]]
    initial_of: Callable[[R], Mapping[str, object]]
    said: Said
    tab: str
    template: str
    asks: str
    people: Callable[[R], Sequence[Finding]] = nobody

    def row_or_404(self, version: ProtocolVersion, pk: int) -> R:
        """One row of the version. Raises Http404 where there is none."""
        row = self.found_in(version).filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def add(
        self,
        request: HttpRequest,
        version: ProtocolVersion,
        initial: Mapping[str, object] | None = None,
        **context: Any,
    ) -> HttpResponse:
        """The form of a new row, which may begin from something; once it is whole, the row is added."""
        return self._answer(request, version, self._form(request, version, initial or {}), None, **context)

    def change(self, request: HttpRequest, version: ProtocolVersion, pk: int, **context: Any) -> HttpResponse:
        """A row as it stands, to be changed."""
        row = self.row_or_404(version, pk)
        return self._answer(request, version, self._form(request, version, self.initial_of(row)), row, **context)

    def delete(self, request: HttpRequest, version: ProtocolVersion, pk: int, **context: Any) -> HttpResponse:
        """Ask once, then delete. Deleting what is already gone is no error."""
        row = self.found_in(version).filter(pk=pk).first()
        if request.method != "POST":
            if row is None:
                raise Http404
            return page(request, version, self.asks, **{self.rows.noun: row}, **context)
        try:
            if row is not None:
                self.rows.delete(by=capacity_of(request), row=row)
        except Refused as refused:
            say_refused(request, refused)
        else:
            messages.success(request, f"{row} is deleted." if row else f"That {self.rows.noun} was deleted already.")
        return redirect(address_of(self.tab, version))

    def _form(self, request: HttpRequest, version: ProtocolVersion, initial: Mapping[str, object]) -> RowForm[Any]:
        return self.form(request.POST or None, parties=list(parties_of(version)), initial=initial)

    def _answer(
        self, request: HttpRequest, version: ProtocolVersion, form: RowForm[Any], row: R | None, **context: Any
    ) -> HttpResponse:
        """Save what was posted and go to the list, or show the form: empty, or with what was refused."""
        if not (form.is_bound and form.is_valid()):
            return self._page(request, version, form, row, **context)
        given = form.cleaned_data
        try:
            saved = self.rows.save(
                by=capacity_of(request),
                version=version,
                content=form.content(),
                row=row,
                revision=given["revision"],
                nonce=given["nonce"],
            )
        except Conflict as conflict:
            if row is None:
                raise LookupError("Only a row that was there before can be in conflict.") from conflict
            return self._both(request, version, form, self.row_or_404(version, row.pk), conflict, **context)
        except Refused as refused:
            add_refusal(form, refused)
            return self._page(request, version, form, row, **context)
        messages.success(request, f"{saved} is saved.")
        warn_of_people(request, self.people(saved))
        return redirect(self._place(version, saved))

    def _place(self, version: ProtocolVersion, row: R) -> str:
        """Where a row stands on the list; of a long list the page that has it."""
        there = address_of(self.tab, version)
        return f"{there}?{self.rows.noun}={row.number}#{self.rows.noun}-{row.number}" if row.number > FIRST else there

    def _both(
        self, request: HttpRequest, version: ProtocolVersion, form: RowForm[Any], fresh: R, conflict: Conflict,
        **context: Any,
    ) -> HttpResponse:  # fmt: skip
        """What somebody else saved beside what was typed, and the form to choose with."""
        again = form.at(fresh.revision)
        again.add_error(None, conflict.sentence)
        differences = compared(fresh, form, self.said)
        return self._page(request, version, again, fresh, differences=differences, status=409, **context)

    def _page(
        self, request: HttpRequest, version: ProtocolVersion, form: RowForm[Any], row: R | None, **context: Any
    ) -> HttpResponse:
        context.setdefault("status", 422 if form.errors else 200)
        context |= {
            "form": form,
            self.rows.noun: row,
            "people_data": self.people(row) if row else (),
            "why_not": permissions.why_not(capacity_of(request), version, self.rows.action),
        }
        return page(request, version, self.template, **context)
