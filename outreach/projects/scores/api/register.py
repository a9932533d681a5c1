"""The public register of livelihood projects under /api/v1/: projects with their scores, and the votes on them.

Only what the portal shows, without a token, kept like its pages under the mark of what is published.
"""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from congress.regions.selectors import find_region
from congress.web.page_cache import public_page
from outreach.projects.models import Project, ProjectPlace
from outreach.projects.scores.rules import rate_of
from outreach.projects.scores.selectors import (
    Residents,
    published_items,
    residents_of_many,
)
from outreach.projects.selectors import listed_projects
from outreach.projects.states import LISTED_STATES, Category
from outreach.projects.vote.models import RoundCandidate, VoteRound
from outreach.projects.vote.states import RoundPhase


class UnitOut(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class AssessedOut(serializers.Serializer):
    """The newest published assessment."""

    assessed_on = serializers.DateField(source="assessment.meets_on", help_text="测评日期")
    body = serializers.CharField(
        source="assessment.assessors", help_text="congress 代表大会，committee 常委会"
    )
    is_second = serializers.BooleanField(source="assessment.is_second", help_text="整改后的复评")
    members = serializers.IntegerField(source="assessment.members", help_text="全体组成人员，计算的基数")
    present = serializers.IntegerField(source="assessment.present")
    half_inclusive = serializers.BooleanField(
        source="assessment.half_inclusive", help_text="恰好半数是否算达到"
    )
    good = serializers.IntegerField(help_text="满意")
    fair = serializers.IntegerField(help_text="基本满意")
    poor = serializers.IntegerField(help_text="不满意")
    abstained = serializers.IntegerField(help_text="弃权")
    grade = serializers.CharField(help_text="good 满意，fair 基本满意，poor 不满意")
    total = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True, help_text="综合得分")
    published_at = serializers.DateTimeField(source="assessment.published_at")


class ResidentsOut(serializers.Serializer):
    """What residents say now: the newest sample, or the answers on the portal."""

    source = serializers.CharField(help_text="household、telephone、street 为抽样，web 为门户评价")
    answers = serializers.IntegerField()
    good = serializers.IntegerField(source="counts.good")
    fair = serializers.IntegerField(source="counts.fair")
    poor = serializers.IntegerField(source="counts.poor")
    rate = serializers.SerializerMethodField(help_text="满意和基本满意占比，百分数")
    margin = serializers.DecimalField(
        max_digits=4, decimal_places=1, allow_null=True, help_text="95% 误差，正负百分点；不是随机抽样的为空"
    )

    @extend_schema_field(serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True))
    def get_rate(self, row: Residents) -> str | None:
        rate = rate_of(row.counts)
        return None if rate is None else str(rate)


class ProjectOut(serializers.ModelSerializer):
    id = serializers.UUIDField(source="uid")
    year_id = serializers.UUIDField(source="year.uid", help_text="年度标识")
    year = serializers.IntegerField(source="year.year", help_text="实施年度")
    congress_region = serializers.CharField(source="year.region_id", help_text="票决的人大所在区划")
    region = serializers.CharField(source="region_id", help_text="实施地区划")
    unit = UnitOut(allow_null=True, help_text="责任单位")
    cost_fen = serializers.IntegerField(help_text="总投资，分")
    own_money_fen = serializers.IntegerField(help_text="本级财政资金，分")
    lat = serializers.DecimalField(max_digits=8, decimal_places=5, allow_null=True)
    lon = serializers.DecimalField(max_digits=8, decimal_places=5, allow_null=True)
    state_label = serializers.CharField(source="get_state_display")
    category_label = serializers.CharField(source="get_category_display")
    places = serializers.SerializerMethodField(help_text="受益村社的区划代码")
    assessment = AssessedOut(allow_null=True, help_text="最近一次公布的测评")
    residents = ResidentsOut(help_text="群众评价")
    url = serializers.SerializerMethodField()

    class Meta:
        model = Project
        fields = (
            "id", "year_id", "year", "congress_region", "region", "number", "title", "category", "category_label",
            "problem", "content", "beneficiaries", "beneficiaries_note", "unit", "head", "cost_fen", "own_money_fen",
            "sources", "year_goal", "risk", "lat", "lon", "places", "state", "state_label", "assessment", "residents",
            "url", "updated_at",
        )  # fmt: skip

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_places(self, row: Any) -> list[str]:
        return [place.region_id for place in row.places.all()]

    def get_url(self, row: Any) -> str:
        return str(
            self.context["request"].build_absolute_uri(reverse("outreach:public-score", args=[row.uid]))
        )


def with_scores(projects: Iterable[Project]) -> list[Any]:
    """The rows of one page with what was published of each and what residents say: three queries for all."""
    rows: list[Any] = list(projects)
    keys = [row.pk for row in rows]
    newest: dict[int, Any] = {}
    for item in published_items().filter(project__in=keys):
        newest.setdefault(item.project_id, item)
    residents = residents_of_many(keys)
    for row in rows:
        row.assessment, row.residents = newest.get(row.pk), residents[row.pk]
    return rows


def _register() -> QuerySet[Project]:
    return listed_projects().prefetch_related(
        Prefetch("places", queryset=ProjectPlace.objects.order_by("region"))
    )


class _Open:
    """Readable without a token."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []


@method_decorator(public_page, name="dispatch")
class ProjectList(_Open, ListAPIView):
    serializer_class = ProjectOut
    cursor_ordering = ("pk",)

    def get_queryset(self) -> QuerySet[Project]:
        rows, given = _register(), self.request.query_params
        if year := given.get("year"):
            if not (year.isascii() and year.isdigit() and len(year) == 4):
                raise ValidationError({"year": [_("请写成四位年份，例如 2026。")]})
            rows = rows.filter(year__year=int(year))
        if region := given.get("region"):
            place = find_region(region)
            rows = rows.filter(region__code__startswith=place.prefix if place else region[:12])
        if state := given.get("state"):
            if state not in LISTED_STATES:
                raise ValidationError({"state": [_("没有这个状态。")]})
            rows = rows.filter(state=state)
        if category := given.get("category"):
            if category not in Category.values:
                raise ValidationError({"category": [_("没有这个类别。")]})
            rows = rows.filter(category=category)
        return rows

    def get_serializer(self, rows: Any = None, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("many"):
            rows = with_scores(rows)
        return super().get_serializer(rows, *args, **kwargs)

    @extend_schema(
        operation_id="projects_list",
        summary="民生实事项目名录",
        parameters=[
            OpenApiParameter("year", int, description="实施年度"),
            OpenApiParameter("region", str, description="实施地区划代码，含下级"),
            OpenApiParameter("state", str, description="状态代码", enum=sorted(LISTED_STATES)),
            OpenApiParameter("category", str, description="类别代码", enum=Category.values),
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


@method_decorator(public_page, name="dispatch")
class ProjectDetail(_Open, APIView):
    @extend_schema(operation_id="projects_read", summary="一个民生实事项目", responses=ProjectOut)
    def get(self, request: Request, uid: UUID) -> Response:
        found = with_scores(_register().filter(uid=uid)[:1])
        if not found:
            raise NotFound
        return Response(ProjectOut(found[0], context={"request": request}).data)


class VoteLineOut(serializers.Serializer):
    number = serializers.IntegerField(help_text="票上序号")
    project_id = serializers.UUIDField()
    title = serializers.CharField()
    approve = serializers.IntegerField(help_text="赞成")
    against = serializers.IntegerField(help_text="反对")
    abstain = serializers.IntegerField(help_text="弃权")
    score = serializers.IntegerField(help_text="排序票的得分，其他票型等于赞成数")
    elected = serializers.BooleanField(help_text="票决确定")


class VoteOut(serializers.Serializer):
    code = serializers.CharField(help_text="轮次码")
    year_id = serializers.UUIDField()
    year = serializers.IntegerField()
    congress_region = serializers.CharField()
    session = serializers.CharField(help_text="会议名称")
    kind = serializers.CharField(help_text="first 第一轮，runoff 同票再投，second 第二轮")
    means = serializers.CharField(help_text="electronic、paper、mixed")
    places = serializers.IntegerField(help_text="应选数")
    deputies = serializers.IntegerField(help_text="代表总数，计算的基数")
    present = serializers.IntegerField(allow_null=True, help_text="到会代表")
    valid = serializers.IntegerField(help_text="有效票")
    spoiled = serializers.DictField(child=serializers.IntegerField(), help_text="无效票，按原因")
    needed = serializers.IntegerField(help_text="达到标准所需赞成票")
    outcome = serializers.CharField(help_text="decided 已确定，runoff 再投，void 无效，等")
    method_hash = serializers.CharField(help_text="票决办法的 SHA-256")
    frozen_hash = serializers.CharField(help_text="封存文件的 SHA-256")
    published_at = serializers.DateTimeField()
    lines = VoteLineOut(many=True)


def vote_row(vote: VoteRound) -> dict[str, Any]:
    """A published round as the register has it."""
    result = json.loads(vote.result)
    decided = json.loads(vote.decision)["keys"] if vote.decision else []
    won = {*result["elected"], *decided}
    lines = {line["key"]: line for line in result["lines"]}
    return {
        "code": vote.code,
        "year_id": vote.year.uid,
        "year": vote.year.year,
        "congress_region": vote.year.region_id,
        "session": vote.session,
        "kind": vote.kind,
        "means": vote.means,
        "places": vote.places,
        "deputies": vote.deputies_total,
        "present": vote.present,
        "valid": result["valid"],
        "spoiled": result["spoiled"],
        "needed": result["needed"],
        "outcome": result["outcome"],
        "method_hash": vote.method.sha256,
        "frozen_hash": vote.frozen_hash,
        "published_at": vote.published_at,
        "lines": [
            {
                "number": row.number,
                "project_id": row.project.uid,
                "title": row.project.title,
                **{name: lines.get(str(row.number), {}).get(name, 0) for name in ("approve", "against", "abstain", "score")},
                "elected": str(row.number) in won,
            }
            for row in vote.candidates.all()
        ],
    }  # fmt: skip


@method_decorator(public_page, name="dispatch")
class VoteList(_Open, ListAPIView):
    """Published rounds, tests left out."""

    serializer_class = VoteOut
    cursor_ordering = ("-pk",)

    def get_queryset(self) -> QuerySet[VoteRound]:
        rows = VoteRound.objects.filter(phase=RoundPhase.PUBLISHED, is_test=False).select_related(
            "year", "method"
        )
        rows = rows.defer("archive", "opened", "frozen").prefetch_related(
            Prefetch(
                "candidates", queryset=RoundCandidate.objects.select_related("project").order_by("number")
            )
        )
        if year := self.request.query_params.get("year"):
            if not (year.isascii() and year.isdigit() and len(year) == 4):
                raise ValidationError({"year": [_("请写成四位年份，例如 2026。")]})
            rows = rows.filter(year__year=int(year))
        if project := self.request.query_params.get("project"):
            try:
                rows = rows.filter(candidates__project__uid=UUID(project))
            except ValueError:
                raise ValidationError({"project": [_("不是有效的标识。")]}) from None
        return rows

    def get_serializer(self, rows: Any = None, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("many"):
            rows = [vote_row(row) for row in rows]
        return super().get_serializer(rows, *args, **kwargs)

    @extend_schema(
        operation_id="project_votes_list",
        summary="民生实事项目票决结果",
        parameters=[
            OpenApiParameter("year", int, description="实施年度"),
            OpenApiParameter("project", str, description="项目标识，只要有这个项目的轮次"),
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)
