"""/healthz, /readyz, /metrics. None of them writes anything."""

import logging

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from congress.health.metrics import exposition
from congress.health.probes import PROBES

logger = logging.getLogger(__name__)


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; it says nothing about what it rests on."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 when every probe passes, else 503 with the names of those that do not. Reasons go to the log only."""
    found = {}
    for name, probe in PROBES.items():
        try:
            probe()
            found[name] = "ok"
        except Exception as error:  # noqa: BLE001 - whatever is wrong, the answer is "not ready"
            logger.warning("not ready: %s: %s", name, error)
            found[name] = "failed"
    ready = set(found.values()) == {"ok"}
    return JsonResponse(
        {"status": "ok" if ready else "failed", "checks": found}, status=200 if ready else 503
    )


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, to the addresses of METRICS_ALLOWED."""
    if request.client_address not in settings.METRICS_ALLOWED:
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
