"""Writing one clause: the page, saving as you go, and the page on which two writers' texts stand side by side."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from js_asset import Media

from partners.models import Role
from portal.govuk.days import clock
from portal.pasting import tidy
from portal.personal_data import find_personal_data
from portal.reading import reading_once
from portal.richtext import TooLong, sanitise
from protocols import permissions
from protocols.checks.conditions import conditional_sections
from protocols.errors import Conflict, Refused
from protocols.facts.counting import counted
from protocols.forms.comments import SectionCommentForm
from protocols.forms.refusing import add_refusal
from protocols.forms.texts import SectionForm
from protocols.models import Section
from protocols.queries.comments import comments_on_section, open_by_section
from protocols.queries.inheriting import changed
from protocols.queries.people import people_in
from protocols.queries.personal_data import in_html
from protocols.queries.protocols import address_of, address_of_section
from protocols.queries.suggestions import suggestions_on_section
from protocols.queries.texts import (
    led,
    numbers_of,
    read_text,
    section_at,
    sections_of,
    sources_of,
    spots_in,
    targets_of,
)
from protocols.queries.variables import used_in
from protocols.services.presence import presence_sentence, tell_presence
from protocols.services.texts import Saved, mark_section, write_section
from protocols.states import Action
from protocols.texts.inheriting import overarching_in
from protocols.texts.linking import lead
from protocols.views.comments import say, what_may_be_done
from protocols.views.conflicts import conflict_context
from protocols.views.fetching import capacity_of, page, say_refused, section_or_404, warn_of_people

TOO_BIG = "This text is larger than the portal can take in one piece. It is still here: split it over several clauses."


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, reference: str, number: int, section_id: str) -> HttpResponse:
    """The clause: its outline, its text, why it exists, what it inherits, and what is said of it.

    A post without script saves it; one with `comment` adds a comment.
    """
    capacity, found = capacity_of(request), section_or_404(request, reference, number, section_id)
    if request.method == "POST" and "comment" in request.POST:
        return _comment(request, capacity, found)
    form = SectionForm(request.POST) if request.method == "POST" else SectionForm.of(found)
    if form.is_bound and form.is_valid():
        try:
            sought = section_at(capacity, reference, number, section_id)
            saved = write_section(by=capacity, sought=sought, **form.cleaned_data)
        except Conflict as conflict:
            return _both_texts(request, found, conflict)
        except Refused as refused:
            add_refusal(form, refused)
        else:
            messages.success(request, " ".join(filter(None, (f"“{found.title}” is saved.", saved.merged))))
            return redirect(address_of("section", found.version, section_id))
    return _desk(request, capacity, found, form, SectionCommentForm(people=people_in(found.version)))


@require_POST
def save(request: HttpRequest, reference: str, number: int, section_id: str) -> JsonResponse:
    """Save as you go: takes `{revision, body}`; answers with the new revision, or with both texts where they clash.

    Where others wrote elsewhere in the clause, the answer holds the text of both, `body`, and the revision that holds
    what was sent, `sent`: whoever has written on meanwhile goes on from that.
    """
    capacity = capacity_of(request)
    try:
        body, revision = _sent(request)
    except RequestDataTooBig:
        return JsonResponse({"sentence": TOO_BIG}, status=413)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return JsonResponse({"sentence": "This page is out of date. Copy your text and open it again."}, status=400)
    sought = section_at(capacity, reference, number, section_id)
    try:
        saved = write_section(by=capacity, sought=sought, body=body, revision=revision)
    except Section.DoesNotExist as unknown:
        raise Http404 from unknown
    except Conflict as conflict:
        context = conflict_context(sought.get(), conflict)
        html = render_to_string("protocols/_conflict.html", context, request=request)
        answer = {"sentence": conflict.sentence, "html": html, "theirs": conflict.theirs}
        return JsonResponse({**answer, "revision": conflict.revision}, status=409)
    except Refused as refused:
        return JsonResponse({"sentence": refused.sentence}, status=422)
    return JsonResponse(_said(saved))


def _said(saved: Saved) -> dict[str, object]:
    now = saved.section
    said = {
        "revision": now.revision,
        "saved": " ".join(filter(None, (f"Saved {clock(now.saved_at)}", saved.merged))),
        "warnings": [finding.sentence for finding in in_html(now.body)],
    }
    return {**said, "sent": saved.sent, "body": now.body} if saved.merged else said


@require_POST
def here(request: HttpRequest, reference: str, number: int, section_id: str) -> JsonResponse:
    """An open page says that its writer is here, or leaves; answers with who else is, or that writing is over."""
    capacity, found = capacity_of(request), section_or_404(request, reference, number, section_id)
    leaving = request.POST.get("leaving") == "yes"
    try:
        names = tell_presence(by=capacity, section=found, now=timezone.now(), leaving=leaving)
    except Refused as refused:
        return JsonResponse({"others": "", "over": refused.sentence})
    return JsonResponse({"others": presence_sentence(names)})


@require_POST
def paste(request: HttpRequest, reference: str, number: int, section_id: str) -> JsonResponse:
    """What a word processor put on the clipboard, `{html}`, as a clause can hold it; nothing is saved."""
    capacity, found = capacity_of(request), section_or_404(request, reference, number, section_id)
    if why_not := permissions.why_not(capacity, found.version, Action.SUGGEST):
        return JsonResponse({"sentence": why_not}, status=422)
    try:
        return JsonResponse({"html": sanitise(tidy(str(json.loads(request.body)["html"])))})
    except (RequestDataTooBig, TooLong):
        return JsonResponse({"sentence": TOO_BIG}, status=413)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return JsonResponse({"sentence": "This could not be read as pasted text."}, status=400)


@require_POST
def ready(request: HttpRequest, reference: str, number: int, section_id: str) -> HttpResponse:
    """Mark a clause as ready, or as not ready yet."""
    capacity, found = capacity_of(request), section_or_404(request, reference, number, section_id)
    try:
        marked = mark_section(by=capacity, section=found, ready=request.POST.get("ready") == "yes")
    except Refused as refused:
        say_refused(request, refused)
    else:
        messages.success(request, f"“{marked.title}” is marked as {'ready' if marked.reviewed else 'not ready yet'}.")
    return redirect(address_of("section", found.version, section_id))


def _sent(request: HttpRequest) -> tuple[str, int]:
    sent: Any = json.loads(request.body)
    return str(sent["body"]), int(sent["revision"])


def _comment(request: HttpRequest, capacity: Role, found: Section) -> HttpResponse:
    form = SectionCommentForm(request.POST, people=people_in(found.version))
    if form.is_valid():
        refused = say(capacity, found.version, form, found)
        if refused is None:
            messages.success(request, "Your comment is added. The partnership's officer will respond to it.")
            warn_of_people(request, find_personal_data(form.cleaned_data["body"]))
            return redirect(address_of("section", found.version, found.section_id) + "#comments")
        add_refusal(form, refused)
    return _desk(request, capacity, found, SectionForm.of(found), form)


@reading_once()
def _desk(
    request: HttpRequest, capacity: Role, found: Section, form: SectionForm, comment_form: SectionCommentForm
) -> HttpResponse:
    version = found.version
    read_text(version)
    sections = sections_of(version)
    if not form.is_bound:
        form = SectionForm.of(found, numbers_of(sections), spots_in(sections, found.body))
    here = next(index for index, one in enumerate(sections) if one.section.pk == found.pk)
    said = counted(version)
    remarks = open_by_section(version) if said.open_comments else {}
    why_not = permissions.why_not(capacity, version, Action.EDIT_TEXT)
    return page(
        request,
        version,
        "protocols/section.html",
        form=form,
        media=Media.from_media(form.media, nonce=request.csp_nonce),  # type: ignore[attr-defined]
        comment_form=comment_form,
        section=found,
        composed=led(version, [sections[here]], here={found.section_id})[0],
        overarching=overarching_in(sections[here]),
        redline=lead(changed(clause.html, sections[here].html), ()) if (clause := sections[here].replaced) else "",
        sources=sources_of(sections[here]),
        outline=[(one, address_of_section(version, one.id), remarks.get(one.section.pk, 0)) for one in sections],
        before=sections[here - 1] if here else None,
        after=sections[here + 1] if here + 1 < len(sections) else None,
        targets=targets_of(sections),
        used=used_in(version, found.body),
        people_data=in_html(found.body),
        comments=comments_on_section(version, found.pk) if said.comments else [],
        may_comment=permissions.may(capacity, version, Action.COMMENT),
        suggested=suggestions_on_section(found),
        may_suggest=permissions.may(capacity, version, Action.SUGGEST),
        **what_may_be_done(capacity, version),
        may_write=why_not is None and sections[here].may_be_written,
        conditional=conditional_sections(version).get(found.section_id),
        is_officer=permissions.is_officer_of(capacity, version),
        why_not=why_not,
        status=422 if form.errors or comment_form.errors else 200,
    )


def _both_texts(request: HttpRequest, found: Section, conflict: Conflict) -> HttpResponse:
    form = SectionForm(initial={"body": conflict.yours, "revision": conflict.revision})
    context = conflict_context(found, conflict)
    context["media"] = Media.from_media(form.media, nonce=request.csp_nonce)  # type: ignore[attr-defined]
    return page(request, found.version, "protocols/conflict.html", section=found, form=form, status=409, **context)
