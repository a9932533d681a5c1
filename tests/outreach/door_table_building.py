"""The doors of the building of projects: one under construction, its department's own. See tests/congress/doors.py."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import now

from outreach.models import Acceptance, ChangeRequest, Plan, Urging
from petitions.suggestions.models import Suggestion
from tests.congress.doors import Sample
from tests.factories import make_user
from tests.outreach.makers import make_year
from tests.outreach.projects.building_makers import make_building, make_report


def samples(matter: Suggestion, published: Suggestion) -> dict[str, Sample]:
    """A project of the department that has the case, with one of everything that hangs on it."""
    by, at = make_user(), now()
    year = make_year(2026, state="building")
    project = make_building(by, year=year, unit=matter.lead)
    report = make_report(project, by, date(2026, 3, 1), 10, state="submitted", published_at=None)
    plan = Plan.objects.get(project=project)
    urging = Urging.objects.create(
        project=project, number=1, content="请加快进度。", due_on=date(2026, 5, 1), issued_by=by, issued_at=at
    )
    change = ChangeRequest.objects.create(
        project=project, kind="stop", reason="无法落实用地。", asked_by=by, asked_at=at, body="committee"
    )
    acceptance = Acceptance.objects.create(
        project=project,
        finished_on=date(2026, 11, 1),
        actual_cost_fen=1,
        result="完成。",
        asked_by=by,
        asked_at=at,
    )

    def at_(name: str, row: Any, **body: str) -> Sample:
        return reverse(f"outreach:{name}", args=[row.uid]), body

    desk = "/desk/projects/"
    found = {f"{desk}p/<uuid:uid>/": at_("project", project)}
    for part in ("chase", "plan", "report", "change", "group", "inspection", "urging", "acceptance"):
        found[f"{desk}p/<uuid:uid>/{part}/"] = at_(f"project-{part}", project)
    return found | {
        f"{desk}building/table/": (f"{desk}building/table/", {"month": "2026-03-01"}),
        f"{desk}<uuid:uid>/hand-over/": at_("project-hand-over", year),
        f"{desk}plans/<uuid:uid>/publish/": at_("plan-publish", plan),
        f"{desk}plans/<uuid:uid>/return/": at_("plan-return", plan),
        f"{desk}reports/<uuid:uid>/publish/": at_("progress-publish", report),
        f"{desk}reports/<uuid:uid>/return/": at_("progress-return", report),
        f"{desk}changes/<uuid:uid>/decide/": at_("change-decide", change),
        f"{desk}changes/<uuid:uid>/withdraw/": at_("change-withdraw", change),
        f"{desk}urgings/<uuid:uid>/answer/": at_("urging-answer", urging),
        f"{desk}urgings/<uuid:uid>/return/": at_("urging-return", urging),
        f"{desk}urgings/<uuid:uid>/close/": at_("urging-close", urging),
        f"{desk}acceptances/<uuid:uid>/check/": at_("acceptance-check", acceptance),
    }


#            any cit cty cnt stn own oth sup ldr exp bud dep sys sec aud
TABLE = """
GET  in  in  200 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/<uuid:uid>/hand-over/
POST in  in  422 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/<uuid:uid>/hand-over/
GET  in  in  200 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/acceptances/<uuid:uid>/check/
POST in  in  422 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/acceptances/<uuid:uid>/check/
GET  in  in  200 200 403 200 200 200 200 403 403 403 403 403 403 /desk/projects/building/
POST in  in  405 405 403 405 405 405 405 403 403 403 403 403 403 /desk/projects/building/
GET  in  in  405 405 403 405 405 405 405 403 403 403 403 403 403 /desk/projects/building/table/
POST in  in  200 200 403 200 200 200 200 403 403 403 403 403 403 /desk/projects/building/table/
GET  in  in  200 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/changes/<uuid:uid>/decide/
POST in  in  422 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/changes/<uuid:uid>/decide/
GET  in  in  200 404 403 200 404 403 403 403 403 403 403 403 403 /desk/projects/changes/<uuid:uid>/withdraw/
POST in  in  302 404 403 403 404 403 403 403 403 403 403 403 403 /desk/projects/changes/<uuid:uid>/withdraw/
GET  in  in  200 404 403 200 404 200 200 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/
POST in  in  405 405 403 405 405 405 405 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/
GET  in  in  200 404 403 200 404 403 403 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/acceptance/
POST in  in  422 404 403 422 404 403 403 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/acceptance/
GET  in  in  200 404 403 200 404 403 403 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/change/
POST in  in  422 404 403 422 404 403 403 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/change/
GET  in  in  405 405 403 403 403 405 403 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/chase/
POST in  in  302 404 403 403 403 302 403 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/chase/
GET  in  in  200 404 403 403 403 200 403 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/group/
POST in  in  422 404 403 403 403 422 403 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/group/
GET  in  in  200 404 403 403 403 200 403 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/inspection/
POST in  in  422 404 403 403 403 422 403 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/inspection/
GET  in  in  200 404 403 200 404 403 403 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/plan/
POST in  in  422 404 403 422 404 403 403 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/plan/
GET  in  in  200 404 403 200 404 403 403 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/report/
POST in  in  422 404 403 422 404 403 403 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/report/
GET  in  in  200 404 403 403 403 200 403 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/urging/
POST in  in  422 404 403 403 403 422 403 403 403 403 403 403 403 /desk/projects/p/<uuid:uid>/urging/
GET  in  in  200 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/plans/<uuid:uid>/publish/
POST in  in  409 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/plans/<uuid:uid>/publish/
GET  in  in  200 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/plans/<uuid:uid>/return/
POST in  in  422 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/plans/<uuid:uid>/return/
GET  in  in  200 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/reports/<uuid:uid>/publish/
POST in  in  302 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/reports/<uuid:uid>/publish/
GET  in  in  200 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/reports/<uuid:uid>/return/
POST in  in  422 404 403 403 403 403 403 403 403 403 403 403 403 /desk/projects/reports/<uuid:uid>/return/
GET  in  in  200 404 403 200 404 403 403 403 403 403 403 403 403 /desk/projects/urgings/<uuid:uid>/answer/
POST in  in  422 404 403 422 404 403 403 403 403 403 403 403 403 /desk/projects/urgings/<uuid:uid>/answer/
GET  in  in  200 404 403 403 403 200 403 403 403 403 403 403 403 /desk/projects/urgings/<uuid:uid>/close/
POST in  in  409 404 403 403 403 409 403 403 403 403 403 403 403 /desk/projects/urgings/<uuid:uid>/close/
GET  in  in  200 404 403 403 403 200 403 403 403 403 403 403 403 /desk/projects/urgings/<uuid:uid>/return/
POST in  in  422 404 403 403 403 422 403 403 403 403 403 403 403 /desk/projects/urgings/<uuid:uid>/return/
GET  in  in  403 403 403 403 403 403 403 403 403 200 403 403 403 /m/projects/groups/
POST in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/projects/groups/
GET  in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/projects/groups/<uuid:uid>/
POST in  in  403 403 403 403 403 403 403 403 403 405 403 403 403 /m/projects/groups/<uuid:uid>/
GET  in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/projects/groups/<uuid:uid>/inspect/
POST in  in  403 403 403 403 403 403 403 403 403 404 403 403 403 /m/projects/groups/<uuid:uid>/inspect/
"""
