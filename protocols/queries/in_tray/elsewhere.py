"""Reviews of agreements made elsewhere, for the officers who keep them."""

from collections.abc import Sequence

from django.urls import reverse

from partners.models import Role
from protocols.models import Agreement
from protocols.queries.elsewhere.agreements import due
from protocols.queries.in_tray.items import Coming, officers_of

LISTED = 20  # the soonest; the list of agreements made elsewhere shows the rest


def reviews_elsewhere(roles: Sequence[Role]) -> list[Coming]:
    """The reviews that are overdue or near, soonest first; one query."""
    officers = officers_of(roles)
    if not officers:
        return []
    found = Agreement.objects.filter(due(), partnership__in=officers).order_by("review_on", "pk")
    fields = found.values_list("pk", "title", "review_on", "partnership_id")[:LISTED]
    return [
        Coming(
            "Review due",
            f"{title} (made elsewhere)",
            review_on,
            reverse("protocols:elsewhere_agreement", args=[pk]),
            officers[partnership_id],
        )
        for pk, title, review_on, partnership_id in fields
        if review_on is not None
    ]
