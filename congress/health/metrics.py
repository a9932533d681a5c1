"""Figures of this process, and gauges that the apps register; see `congress.registry.register_gauge`."""

import os
import time
from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import GaugeMetricFamily, Metric

from congress.registry import gauges

# With PROMETHEUS_MULTIPROC_DIR set, the figures of all web processes are added up.
_registry = CollectorRegistry()
_REQUESTS = Counter(
    "lianxin_requests", "Answers by method and status", ["method", "status"], registry=_registry
)
_SECONDS = Histogram(
    "lianxin_request_seconds",
    "Time to answer",
    registry=_registry,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class CountRequests:
    """Counts answers and their time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        count_answer(request.method or "", response.status_code, time.perf_counter() - began)
        return response


def count_answer(method: str, status: int, seconds: float) -> None:
    """One answer more."""
    _SECONDS.observe(seconds)
    # A client may invent methods; each would be a series of its own.
    _REQUESTS.labels(method if method in _METHODS else "other", status).inc()


class _Gauges:
    """Asks the apps' gauges at the time of the scrape, in whichever process it reaches."""

    def collect(self) -> Iterator[Metric]:
        for name, (description, measure) in gauges.items():
            yield GaugeMetricFamily(f"lianxin_{name}", description, value=measure())


def exposition() -> bytes:
    """All figures in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Gauges())
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.MultiProcessCollector(registry)
        return generate_latest(registry)
    return generate_latest(_registry) + generate_latest(registry)
