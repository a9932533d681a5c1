"""Projects on the deputy's phone: those of the congresses in which he or she sits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.generic import View

from congress.web.faces import PhoneMixin
from deputies.desk import person
from outreach.projects.building.selectors import standings, supervised_by
from outreach.projects.building.states import TONES, Light
from outreach.projects.models import Project
from outreach.projects.selectors import years_of_deputy
from outreach.projects.states import LISTED_STATES

# So many of the newest projects are on the page; the wall has all of them.
MOST = 60


class MyProjectsView(PhoneMixin, View):
    """民生实事: the own congresses' projects with their lights, those of one's groups first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        on, user = localdate(), person(request)
        years = list(years_of_deputy(user, on=on).exclude(state="preparing").order_by("-year")[:4])
        mine = set(supervised_by(user).values_list("pk", flat=True))
        listed = Project.objects.filter(year__in=years, state__in=LISTED_STATES)
        rows = standings(listed.order_by("-year__year", "number", "pk")[:MOST], on=on, public=True)
        lines = [
            (row, TONES[row.light], Light(row.light).label, row.project.pk in mine)
            for row in sorted(rows, key=lambda row: row.project.pk not in mine)
        ]
        context = {"rows": lines, "years": years, "has_groups": bool(mine), "back": "/m/"}
        return render(request, "outreach/phone/projects.html", context)
