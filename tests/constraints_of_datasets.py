"""How to break each constraint of the catalogue; `w` is the small world of test_constraints.py."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.utils import timezone

from datasets.models import Dataset, Want
from partners.models import Partner

NOW = timezone.now()


def dataset(w: Any, **values: object) -> Dataset:
    """A data set of the partner there is."""
    given = {
        "partner": w.partner, "name": "Cases", "about": "A", "definition": "A", "geography": "Wigan",
        "subjects": "tenants", "identifiability": "identifiable", "items": "name", "frequency": "weekly",
        "retention": "a year", "nonce": uuid4(),
    }  # fmt: skip
    made = Dataset(**{**given, **values})
    made.save()
    return made


def want(w: Any, **values: object) -> Want:
    """What the partner there is would like of another."""
    other = Partner(legal_name="B", short_name="B", slug="b", kind="council")
    other.save()
    given = {
        "partnership": w.partnership, "asker": w.partner, "holder": other, "what": "A", "purpose": "A",
        "nonce": uuid4(), "asked_by": "Dana Obi", "asked_at": NOW,
    }  # fmt: skip
    made = Want(**{**given, **values})
    made.save()
    return made


OF_DATASETS: dict[str, Callable[[Any], object]] = {
    "dataset_name_once_at_a_partner": lambda w: (dataset(w), dataset(w, name="CASES")),
    "a_retired_dataset_says_why": lambda w: dataset(w, retired_at=NOW),
    "anonymous_datasets_have_a_small_number_rule": lambda w: dataset(w, identifiability="anonymous"),
    "dataset_small_numbers_have_a_threshold_and_a_method": lambda w: dataset(w, small_numbers_method="suppress"),
    "a_settled_want_says_by_whom": lambda w: want(w, standing="agreed"),
    "a_refused_want_says_why": lambda w: want(w, standing="refused", settled_at=NOW, settled_by="Dana Obi"),
    "nobody_wants_their_own": lambda w: want(w, holder=w.partner),
    "a_flow_from_a_dataset_knows_what_it_said": lambda w: w.add_flow(dataset=dataset(w)),
}
