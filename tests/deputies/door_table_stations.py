"""The doors of stations and the roster. See tests/congress/doors.py."""

from django.urls import reverse

from deputies.models import GridCell
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
    row = assign(deputy, station)
    cell = GridCell.objects.create(station=station, region=station.organisation.region, name="枫木村")

    def at(name: str, *args: object, **body: str) -> Sample:
        return reverse(f"deputies:{name}", args=args), body

    code = station.organisation.code
    return {
        "/stations/<str:code>/": at("station", code),
        "/s/<str:token>/": at("scan", station.public_token),
        "/deputies/<uuid:uid>/": at("deputy", deputy.uid),
        "/desk/stations/<str:code>/": at("desk-station", code),
        "/desk/stations/<str:code>/check/": at("station-check", code),
        "/desk/stations/<str:code>/inspect/": at("station-inspect", code),
        "/desk/stations/<str:code>/stars/": at("station-stars", code),
        "/desk/stations/<str:code>/edit/": at("station-edit", code),
        "/desk/stations/<str:code>/close/": at("station-close", code),
        "/desk/stations/<str:code>/deputies/": at("station-assign", code),
        "/desk/stations/<str:code>/deputies/<int:pk>/": at("station-end", code, row.pk),
        "/desk/stations/<str:code>/villages/": at("station-cell-new", code),
        "/desk/stations/<str:code>/villages/<int:pk>/": at("station-cell", code, cell.pk),
        "/desk/deputies/<uuid:uid>/": at("roster-deputy", deputy.uid),
        "/s/deputy/<uuid:uid>/": at("deputy-scan", deputy.uid),
        "/desk/deputies/<uuid:uid>/card/": at("deputy-card", deputy.uid),
        "/desk/deputies/<uuid:uid>/account/": at("roster-link", deputy.uid),
        "/desk/deputies/<uuid:uid>/edit/": at("roster-edit", deputy.uid),
        "/desk/deputies/<uuid:uid>/mandate/": at("roster-mandate", deputy.uid),
        "/desk/deputies/<uuid:uid>/mandates/<int:pk>/": at("roster-change", deputy.uid, mandate.pk),
        "/desk/deputies/<uuid:uid>/photo/": at("roster-photo", deputy.uid),
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
GET  in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/deputies/
POST in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/deputies/
GET  in  in  200 404 200 403 403 200 200 403 403 403 403 403 403 /desk/deputies/<uuid:uid>/
POST in  in  422 404 422 403 403 403 403 403 403 403 403 403 403 /desk/deputies/<uuid:uid>/
GET  in  in  200 404 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/<uuid:uid>/account/
POST in  in  422 404 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/<uuid:uid>/account/
GET  in  in  200 404 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/<uuid:uid>/edit/
POST in  in  422 404 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/<uuid:uid>/edit/
GET  in  in  200 404 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/<uuid:uid>/mandate/
POST in  in  422 404 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/<uuid:uid>/mandate/
GET  in  in  200 404 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/<uuid:uid>/mandates/<int:pk>/
POST in  in  422 404 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/<uuid:uid>/mandates/<int:pk>/
GET  in  in  200 404 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/<uuid:uid>/photo/
POST in  in  302 404 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/<uuid:uid>/photo/
GET  in  in  200 200 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/new/
POST in  in  422 422 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/new/
GET  in  in  200 200 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/terms/new/
POST in  in  422 422 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/terms/new/
GET  in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/stations/
POST in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/stations/
GET  in  in  200 404 200 403 403 200 200 403 403 403 403 403 403 /desk/stations/<str:code>/
POST in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/stations/<str:code>/
GET  in  in  200 404 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/close/
POST in  in  422 404 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/close/
GET  in  in  200 404 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/deputies/
POST in  in  422 404 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/deputies/
GET  in  in  200 404 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/deputies/<int:pk>/
POST in  in  422 404 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/deputies/<int:pk>/
GET  in  in  200 404 200 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/edit/
POST in  in  422 404 422 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/edit/
GET  in  in  200 404 200 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/villages/
POST in  in  422 404 422 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/villages/
GET  in  in  200 404 200 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/villages/<int:pk>/
POST in  in  422 404 422 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/villages/<int:pk>/
GET  in  in  200 200 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/new/
POST in  in  422 422 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/new/
GET  in  in  405 405 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/export/
POST in  in  200 200 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/export/
GET  in  in  200 200 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/import/
POST in  in  422 422 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/import/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/import/<int:pk>/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/deputies/import/<int:pk>/
GET  in  in  200 200 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/plans/
POST in  in  422 422 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/plans/
GET  in  in  405 405 405 403 403 405 405 403 403 403 403 403 403 /desk/stations/export/
POST in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/stations/export/
GET  in  in  405 405 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/plans/<int:pk>/export/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/plans/<int:pk>/export/
GET  in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/plans/<int:pk>/
POST in  in  404 404 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/plans/<int:pk>/
GET  in  in  200 404 200 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/check/
POST in  in  422 404 422 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/check/
GET  in  in  200 404 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/inspect/
POST in  in  422 404 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/inspect/
GET  in  in  200 404 200 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/stars/
POST in  in  422 404 422 403 403 403 403 403 403 403 403 403 403 /desk/stations/<str:code>/stars/
GET  in  in  404 404 404 403 403 404 404 403 403 403 403 403 403 /desk/stations/<str:code>/stars/<int:pk>/
POST in  in  404 404 404 403 403 404 404 403 403 403 403 403 403 /desk/stations/<str:code>/stars/<int:pk>/
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /api/v1/memberships
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /api/v1/memberships
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /api/v1/organizations
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /api/v1/organizations
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /api/v1/people
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /api/v1/people
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /api/v1/posts
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /api/v1/posts
GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 /api/v1/stations
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /api/v1/stations
GET  in  in  200 404 200 403 403 403 403 403 403 403 403 403 403 /desk/deputies/<uuid:uid>/card/
POST in  in  405 405 405 403 403 403 403 403 403 403 403 403 403 /desk/deputies/<uuid:uid>/card/
GET  in  in  403 403 403 403 403 403 403 403 403 403 403 403 403 /m/card/
POST in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/card/
GET  302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 /s/deputy/<uuid:uid>/
POST 405 405 405 405 405 405 405 405 405 405 405 405 405 405 405 /s/deputy/<uuid:uid>/
GET  in  in  200 200 200 403 403 200 200 403 403 403 403 403 403 /desk/stations/rules/
POST in  in  404 404 404 403 403 404 404 403 403 403 403 403 403 /desk/stations/rules/
GET  in  in  200 403 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/rules/standard/
POST in  in  422 403 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/rules/standard/
GET  in  in  200 403 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/rules/stars/
POST in  in  422 403 403 403 403 403 403 403 403 403 403 403 403 /desk/stations/rules/stars/
"""
