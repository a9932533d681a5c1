"""How a chosen project is built, month by month, as JSON and as a table: published reports alone."""

import io
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import View
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from congress.attachments.export import Column, write_csv
from congress.web.page_cache import public_page
from outreach.projects.building.selectors import Standing, curve_of, public_reports, standings
from outreach.projects.models import Project
from outreach.projects.scores.api.register import _Open
from outreach.projects.selectors import chosen_projects

COLUMNS = (
    "month", "as_of", "percent", "planned_percent", "spent_fen", "is_late", "done", "obstacles", "next_steps",
    "published_at",
)  # fmt: skip


class MilestoneOut(serializers.Serializer):
    number = serializers.IntegerField()
    title = serializers.CharField()
    due_on = serializers.DateField(help_text="计划完成")
    percent = serializers.IntegerField(help_text="到此节点的累计进度")
    done_on = serializers.DateField(allow_null=True, help_text="实际完成")


class MonthOut(serializers.Serializer):
    month = serializers.DateField(help_text="月份，写作当月 1 日")
    as_of = serializers.DateField(help_text="数据截至")
    percent = serializers.IntegerField(help_text="形象进度")
    planned_percent = serializers.IntegerField(allow_null=True, help_text="按现行方案当天应有的进度")
    spent_fen = serializers.IntegerField(help_text="累计支出，分")
    is_late = serializers.BooleanField(help_text="逾期报送")
    done = serializers.CharField()
    obstacles = serializers.CharField()
    next_steps = serializers.CharField()
    published_at = serializers.DateTimeField()


class ProgressOut(serializers.Serializer):
    project_id = serializers.UUIDField()
    title = serializers.CharField()
    state = serializers.CharField()
    light = serializers.CharField(help_text="none、normal、warning、behind、stalled、done、stopped")
    light_label = serializers.CharField()
    as_of = serializers.DateField(help_text="按这一天判定")
    percent = serializers.IntegerField()
    planned_percent = serializers.IntegerField()
    spent_fen = serializers.IntegerField()
    cost_fen = serializers.IntegerField()
    starts_on = serializers.DateField(allow_null=True, help_text="计划开工")
    ends_on = serializers.DateField(allow_null=True, help_text="计划完工")
    overdue_months = serializers.ListField(child=serializers.DateField(), help_text="逾期未报的月份")
    milestones = MilestoneOut(many=True)
    months = MonthOut(many=True)


def _standing(uid: UUID, on: date) -> Standing | None:
    found = standings(chosen_projects().filter(uid=uid), on=on, public=True)
    return found[0] if found else None


def month_rows(project: Project, row: Standing) -> list[dict[str, Any]]:
    """The published months, the oldest first, each with what the plan promised for its day."""
    curve = curve_of(row.plan, row.milestones) if row.plan else None
    return [
        {
            **{name: getattr(report, name) for name in COLUMNS if name != "planned_percent"},
            "planned_percent": curve.at(report.as_of) if curve else None,
        }
        for report in reversed(list(public_reports(project)))
    ]


@method_decorator(public_page, name="dispatch")
class ProgressView(_Open, APIView):
    @extend_schema(operation_id="projects_progress", summary="一个项目的实施进度", responses=ProgressOut)
    def get(self, request: Request, uid: UUID) -> Response:
        on = localdate()
        row = _standing(uid, on)
        if row is None:
            raise NotFound
        project = row.project
        return Response(
            ProgressOut(
                {
                    "project_id": project.uid,
                    "title": project.title,
                    "state": project.state,
                    "light": row.light,
                    "light_label": row.light.label,
                    "as_of": on,
                    "percent": row.percent,
                    "planned_percent": row.planned,
                    "spent_fen": row.spent_fen,
                    "cost_fen": project.cost_fen,
                    "starts_on": row.plan.starts_on if row.plan else None,
                    "ends_on": row.plan.ends_on if row.plan else None,
                    "overdue_months": row.overdue,
                    "milestones": row.milestones,
                    "months": month_rows(project, row),
                }
            ).data
        )


HEADS = {
    "month": "月份", "as_of": "数据截至", "percent": "形象进度（%）", "planned_percent": "计划进度（%）",
    "spent_fen": "累计支出（分）", "is_late": "逾期报送", "done": "本月完成情况", "obstacles": "存在问题",
    "next_steps": "下月计划", "published_at": "公布时间",
}  # fmt: skip


@method_decorator(public_page, name="dispatch")
class ProgressTable(View):
    """The months as CSV, for spreadsheets; cells that look like formulas are kept from being any."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        row = _standing(uid, localdate())
        if row is None:
            return HttpResponse(_("没有找到这个项目。"), status=404, content_type="text/plain; charset=utf-8")
        out = io.BytesIO()
        lines = [[line[name] for name in COLUMNS] for line in month_rows(row.project, row)]
        write_csv(out, [Column(HEADS[name]) for name in COLUMNS], lines)
        name = f"progress-{row.project.uid}.csv"
        return HttpResponse(
            out.getvalue(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
