"""Text in Word: sending a file, the report of what was understood, and what has no place in a clause yet."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from partners.models import Role
from portal.uploads import receives_files
from protocols import permissions
from protocols.errors import Conflict, Refused
from protocols.forms.refusing import add_refusal
from protocols.forms.word import PlaceForm, PlacingForm, ReturnForm, SetAsideForm, WordFileForm
from protocols.loader.word import MOST_BYTES
from protocols.models import ProtocolVersion, UnplacedText, WordUpload
from protocols.queries.protocols import address_of
from protocols.queries.texts import ComposedSection, sections_of
from protocols.queries.word_returns import returned
from protocols.queries.word_texts import report_of, settled_texts, upload_for, waiting_texts
from protocols.services.word_returns import suggest_changes
from protocols.services.word_texts import bring_in, place_text, set_text_aside
from protocols.services.word_uploads import keep_word_file
from protocols.states import Action
from protocols.views.fetching import capacity_of, page, version_or_404


@receives_files(limit=MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
def word(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Choose a file: text to bring in, or an edited copy. It is read, and kept for its report. Below, what waits."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    form = WordFileForm(request.POST, request.FILES) if request.method == "POST" else WordFileForm()
    if form.is_bound and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            kept = keep_word_file(by=capacity, version=version, name=given.name, content=given.read())
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect(address_of("word_check", version, kept.pk))
    return _desk(request, capacity, version, form)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, reference: str, number: int, upload: UUID) -> HttpResponse:
    """What was understood of a file; by POST, the word to take it, which counts once; then what came of it."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    found = upload_for(capacity, version, upload)
    if found is None:
        raise Http404
    if found.done_at is not None:
        return page(request, version, "protocols/word/done.html", tab="text", upload=found)
    if found.kind == WordUpload.Kind.COPY:
        return _check_copy(request, capacity, found)
    return _check_text(request, capacity, found)


@require_POST
def place(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Put a text that waits at the end of a clause."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    text = _text_or_404(capacity, version, pk)
    sections = [one for one in sections_of(version) if one.may_be_written]
    form = PlaceForm(request.POST, sections=sections, heading=str(text), auto_id=_ids(text))
    status = 422
    if form.is_valid():
        section_id = form.cleaned_data["section"]
        try:
            placed = place_text(by=capacity, text=text, section_id=section_id, revision=form.revision)
        except Conflict as conflict:
            form.add_error(None, f"{conflict.sentence} Load this page again, and put the text there once more.")
            status = 409
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(
                request, f"“{placed}” stands at the end of “{placed.placed_in and placed.placed_in.title}”."
            )
            return redirect(address_of("word", version))
    return _desk(request, capacity, version, WordFileForm(), wrong={text.pk: form}, status=status)


@require_POST
def set_aside(request: HttpRequest, reference: str, number: int, pk: int) -> HttpResponse:
    """Say that a text that waits is not needed, and why; it is kept."""
    capacity, version = capacity_of(request), version_or_404(request, reference, number)
    text = _text_or_404(capacity, version, pk)
    form = SetAsideForm(request.POST, auto_id=_ids(text))
    if form.is_valid():
        try:
            set_text_aside(by=capacity, text=text, reason=form.cleaned_data["reason"])
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, f"“{text}” is set aside. It is kept at the end of this page.")
            return redirect(address_of("word", version))
    return _desk(request, capacity, version, WordFileForm(), wrong={text.pk: form})


def _check_text(request: HttpRequest, capacity: Role, upload: WordUpload) -> HttpResponse:
    version, report = upload.version, report_of(upload)
    offers = permissions.may(capacity, version, Action.SET_PARTIES)
    form = PlacingForm(request.POST or None, report=report, with_particulars=offers)
    status = 422
    if form.is_bound and form.is_valid():
        try:
            done = bring_in(by=capacity, upload=upload, placing=form.placing())
        except Conflict as conflict:
            now = PlacingForm(report=report, with_particulars=offers)["revisions"].value()
            chosen = {**request.POST.dict(), "revisions": now}
            form = PlacingForm(chosen, report=report, with_particulars=offers)
            form.is_valid()
            form.add_error(None, conflict.sentence)
            status = 409
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect(address_of("word_check", version, done.pk))
    return page(
        request, version, "protocols/word/report.html", tab="text", upload=upload, report=report, form=form,
        why_not=permissions.why_not(capacity, version, Action.EDIT_TEXT), status=status if form.errors else 200,
    )  # fmt: skip


def _check_copy(request: HttpRequest, capacity: Role, upload: WordUpload) -> HttpResponse:
    version, found = upload.version, returned(upload)
    form = ReturnForm(request.POST or None, changed=found.changed)
    if form.is_bound and form.is_valid():
        try:
            suggest_changes(by=capacity, upload=upload, **form.cleaned_data)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            return redirect(address_of("word_check", version, upload.pk))
    return page(
        request, version, "protocols/word/returned.html", tab="text", upload=upload, found=found, form=form,
        why_not=permissions.why_not(capacity, version, Action.SUGGEST), status=422 if form.errors else 200,
    )  # fmt: skip


def _text_or_404(capacity: Role, version: ProtocolVersion, pk: int) -> UnplacedText:
    """A text of the version, for those who write it: for others there is none."""
    if not permissions.writes(capacity, version):
        raise Http404
    text: UnplacedText = get_object_or_404(UnplacedText, version=version, pk=pk)
    text.version = version
    return text


def _desk(
    request: HttpRequest,
    capacity: Role,
    version: ProtocolVersion,
    form: WordFileForm,
    *,
    wrong: Mapping[int, PlaceForm | SetAsideForm] | None = None,
    status: int = 422,
) -> HttpResponse:
    """The page of Word files. What waits is for those who write the text; `wrong` is a form to be mended."""
    writes = permissions.writes(capacity, version)
    sections = [one for one in sections_of(version) if one.may_be_written] if writes else []
    kept = wrong or {}
    waiting = [_waiting(one, sections, kept.get(one.pk)) for one in (waiting_texts(version) if writes else ())]
    return page(
        request,
        version,
        "protocols/word/texts.html",
        tab="text",
        form=form,
        wrong=next(iter(kept.values()), None),
        waiting=waiting,
        settled=settled_texts(version) if writes else (),
        may_write=permissions.may(capacity, version, Action.EDIT_TEXT),
        why_not=permissions.why_not(capacity, version, Action.SUGGEST),
        status=status if form.errors or wrong else 200,
    )


def _waiting(
    text: UnplacedText, sections: Sequence[ComposedSection], wrong: PlaceForm | SetAsideForm | None
) -> tuple[UnplacedText, PlaceForm, SetAsideForm]:
    """A text that waits, with the two forms by which it goes; one to be mended is shown as it was sent."""
    placing = (
        wrong if isinstance(wrong, PlaceForm) else PlaceForm(sections=sections, heading=str(text), auto_id=_ids(text))
    )
    aside = wrong if isinstance(wrong, SetAsideForm) else SetAsideForm(auto_id=_ids(text))
    return text, placing, aside


def _ids(text: UnplacedText) -> str:
    """How the fields of one waiting text are named among those of others."""
    return f"id_{text.pk}_%s"
