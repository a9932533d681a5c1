"""The projects of a deputy's supervision groups on the phone: look, record an inspection. Works without script."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import View

from congress.web.faces import PhoneMixin
from congress.web.steps import StepView
from deputies.desk import person
from outreach.projects.building import forms, services
from outreach.projects.building.models import Inspection
from outreach.projects.building.selectors import (
    get_supervised_project,
    group_of,
    last_inspections,
    sitting_deputies,
    standings,
    supervised_by,
)
from outreach.projects.building.states import TONES, Light
from outreach.projects.building.views.desk import with_files
from outreach.projects.models import Project
from outreach.projects.states import ProjectState

_MORE = {ProjectState.HANDED_OVER, ProjectState.BUILDING, ProjectState.ACCEPTED, ProjectState.RECTIFYING}


class MyGroupsView(PhoneMixin, View):
    """我督办的项目."""

    def get(self, request: HttpRequest) -> HttpResponse:
        on = localdate()
        rows = standings(supervised_by(person(request)).order_by("-year__year", "number"), on=on)
        seen = last_inspections([row.project for row in rows])
        lines = [(row, TONES[row.light], Light(row.light).label, seen.get(row.project.pk)) for row in rows]
        return render(request, "outreach/phone/project_groups.html", {"rows": lines, "back": "/m/"})


class MyGroupView(PhoneMixin, View):
    """One project: goal, light, milestones, what was seen."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        project = get_supervised_project(person(request), uid)
        row = standings(Project.objects.filter(pk=project.pk), on=localdate())[0]
        return render(
            request,
            "outreach/phone/project_group.html",
            {
                "project": project,
                "row": row,
                "light": (TONES[row.light], Light(row.light).label),
                "group": group_of(project),
                "inspections": with_files(list(project.inspections.prefetch_related("deputies"))),
                "urgings": list(project.urgings.order_by("-number")),
                "may_inspect": project.state in _MORE,
                "back": reverse("outreach:my-project-groups"),
            },
        )


class MyInspectionView(PhoneMixin, StepView):
    """登记督查, by a member."""

    template_name = "outreach/phone/project_inspection.html"
    form_class = forms.InspectionForm
    success_message = _lazy("已登记。")
    target: Project

    def find(self) -> Project:
        return get_supervised_project(person(self.request), self.kwargs["uid"])

    def others(self) -> list[int]:
        """The other members: who records was there."""
        mine = person(self.request).pk
        return [row.deputy_id for row in group_of(self.target) if row.deputy.user_id != mine]

    def get_form_kwargs(self) -> dict[str, Any]:
        people = sitting_deputies(self.target, on=localdate()).filter(pk__in=self.others())
        return {**super().get_form_kwargs(), "people": people}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "inspected_on": localdate(), "kind": "routine"}

    def get_form(self, form_class: Any = None) -> forms.InspectionForm:
        self.bound: forms.InspectionForm = super().get_form(form_class)
        if not self.bound.fields["deputies"].queryset:  # type: ignore[attr-defined]
            del self.bound.fields["deputies"]
        return self.bound

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), project=self.target, **kwargs)

    def act(self, target: Project, data: dict[str, Any]) -> Inspection:
        return services.record_inspection(
            target, self.bound.draft(), files=data["files"], uid=data["client_uuid"], actor=person(self.request),
            at=now(),
        )  # fmt: skip

    def get_success_url(self) -> str:
        return reverse("outreach:my-project-group", args=[self.kwargs["uid"]])
