"""Two texts of one clause, so that nobody's work is lost."""

from django.utils.safestring import mark_safe

from portal.govuk.days import moment
from portal.richtext import sanitise
from protocols.errors import Conflict
from protocols.models import Section


def conflict_context(section: Section, conflict: Conflict) -> dict[str, object]:
    """What the page shows: who saved, what they saved and what was sent, both cleaned again on their way out."""
    held = Section.objects.get(pk=section.pk)
    name, _, capacity = held.saved_by.partition(",")
    return {
        "sentence": conflict.sentence,
        "name": name,
        "texts": [
            {"heading": f"{name}’s text", "note": f"Saved {moment(held.saved_at)}", "html": _shown(conflict.theirs)},
            {"heading": "Your text", "note": "Not saved yet", "html": _shown(conflict.yours)},
        ],
        "capacity": capacity.strip(),
    }


def _shown(html: str) -> str:
    return mark_safe(sanitise(html))  # noqa: S308 - marked safe by the sanitiser
