"""The doors of stations and the roster. See tests/congress/doors.py."""

from django.urls import reverse

from petitions.suggestions.models import Suggestion
from tests.congress.doors import Sample
from tests.deputies.makers import (
    assign,
    make_constituency,
    make_deputy,
    make_mandate,
    make_station,
    make_term,
)


def samples(matter: Suggestion, published: Suggestion) -> dict[str, Sample]:
    """The station that took the case in, and a deputy there."""
    station = make_station(matter.station)
    term = make_term()
    deputy = make_deputy("周明德")
    mandate = make_mandate(deputy, term=term, constituency=make_constituency(term))
    assign(deputy, station)
    assert mandate.pk

    def at(name: str, *args: object) -> tuple[str, dict[str, str]]:
        return reverse(f"deputies:{name}", args=args), {}

    code = station.organisation.code
    return {
        "/stations/<str:code>/": at("station", code),
        "/s/<str:token>/": at("scan", station.public_token),
        "/deputies/<uuid:uid>/": at("deputy", deputy.uid),
    }


TABLE = r"""
#    any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /deputies/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /deputies/
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /deputies/<uuid:uid>/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /deputies/<uuid:uid>/
GET  302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /s/<str:token>/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /s/<str:token>/
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /stations/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /stations/
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /stations/<str:code>/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /stations/<str:code>/
"""
