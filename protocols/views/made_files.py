"""Handing out PDFs that are made in the background: the file, or word that it is being made."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from portal.storing.handing import handed_out
from protocols.models import MadeFile

BEING_MADE = 202


def hand_out(request: HttpRequest, file: MadeFile | None, *, name: str, back: str) -> HttpResponseBase:
    """The file as a download; word that it is being made (202); or the way back to where it can be asked for."""
    if file is None or (file.sentence and not file.is_made):
        messages.error(request, file.sentence if file else "No PDF of it as it reads now was made yet. Make one.")
        return redirect(back)
    if not file.is_made:
        return render(request, "components/being_made.html", {"back": back}, status=BEING_MADE)
    return handed_out(file.name, name=name, media_type="application/pdf")
