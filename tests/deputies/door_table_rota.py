"""The doors of the duty rota. See tests/congress/doors.py."""

from django.urls import reverse

from petitions.suggestions.models import Suggestion
from tests.congress.doors import Sample


def samples(matter: Suggestion, published: Suggestion) -> dict[str, Sample]:
    """The calendar of the station that took the case in."""
    assert matter.station is not None
    return {
        "/stations/<str:code>/duty.ics": (
            reverse("deputies:station-calendar", args=[matter.station.code]),
            {},
        )
    }


TABLE = r"""
GET  in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/rota/
POST in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/rota/
GET  in  in  404 404 404 403 403 404 404 403 403 403 403 403 403 /desk/rota/<str:code>/
POST in  in  404 404 404 403 403 404 404 403 403 403 403 403 403 /desk/rota/<str:code>/
GET  in  in  404 404 404 403 403 403 403 403 403 403 403 403 403 /desk/rota/<str:code>/door/
POST in  in  405 405 405 403 403 403 403 403 403 403 403 403 403 /desk/rota/<str:code>/door/
#    any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /duty/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /duty/
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /stations/<str:code>/duty.ics
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /stations/<str:code>/duty.ics
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /api/v1/rota
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /api/v1/rota
GET  in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/rota/<str:code>/export/
POST in  in  404 404 404 403 403 404 404 403 403 403 403 403 403 /desk/rota/<str:code>/export/
GET  in  in  404 404 404 403 403 404 404 403 403 403 403 403 403 /desk/rota/<str:code>/print/
POST in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/rota/<str:code>/print/
GET  in  in  200 200 403 403 403 403 403 403 403 403 403 403 403 /desk/rota/blackouts/
POST in  in  422 422 403 403 403 403 403 403 403 403 403 403 403 /desk/rota/blackouts/
GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 /duty/<str:token>.ics
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /duty/<str:token>.ics
GET  in  in  403 403 403 403 403 403 403 403 403 403 403 403 403 /m/check-in/<str:code>/<str:token>/
POST in  in  403 403 403 403 403 403 403 403 403 403 403 403 403 /m/check-in/<str:code>/<str:token>/
GET  in  in  403 403 403 403 403 403 403 403 403 403 403 403 403 /m/rota/
POST in  in  403 403 403 403 403 403 403 403 403 403 403 403 403 /m/rota/
GET  in  in  403 403 403 403 403 403 403 403 403 403 403 403 403 /m/rota/<int:pk>/swap/
POST in  in  403 403 403 403 403 403 403 403 403 403 403 403 403 /m/rota/<int:pk>/swap/
"""
