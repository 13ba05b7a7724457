"""The figures for Prometheus: what each process counted, and what waits in the database at the moment of asking."""

import os
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from portal.watching.waiting import look


class WaitingCollector(Collector):
    """The work to be done, as gauges. Where the database does not answer, that is the one figure."""

    def collect(self) -> Iterable[Metric]:
        """Look, and tell."""
        try:
            seen = look()
        except DatabaseError:
            yield GaugeMetricFamily("concordat_database_up", "Whether the database answers.", 0)
            return
        yield GaugeMetricFamily("concordat_database_up", "Whether the database answers.", 1)
        yield GaugeMetricFamily("concordat_workers", "Workers that live.", seen.workers)
        jobs = GaugeMetricFamily("concordat_jobs", "Background jobs, by state.", labels=["state"])
        for state in ("ready", "running", "failed"):
            jobs.add_metric([state], getattr(seen, state))
        yield jobs
        oldest = seen.oldest.total_seconds()
        yield GaugeMetricFamily("concordat_oldest_job_seconds", "How long the oldest job has waited.", oldest)
        yield GaugeMetricFamily("concordat_mails_waiting", "Mail not sent yet.", seen.mails)
        yield GaugeMetricFamily("concordat_mails_given_up", "Mail that could not be sent.", seen.mails_given_up)


def figures() -> bytes:
    """All of them, in Prometheus's text format; of every process where several count together."""
    waiting = CollectorRegistry()
    waiting.register(WaitingCollector())
    counted = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    return generate_latest(counted) + generate_latest(waiting)


@never_cache
@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, to whoever sends the token; to anybody else, and where no token is set, there is nothing here."""
    token, given = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    if not token or not constant_time_compare(given, f"Bearer {token}"):
        raise Http404
    return HttpResponse(figures(), content_type=CONTENT_TYPE_LATEST)
