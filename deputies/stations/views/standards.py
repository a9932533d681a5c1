"""The haves and the stars of a station: self-check, inspection, application, and the steps of a rating."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import View

from congress.errors import BadInput, NotFound
from congress.people.roles import Role
from congress.web import DeskMixin
from deputies.desk import person
from deputies.stations.forms import CheckForm, PointsForm, WordsForm
from deputies.stations.models import StarRating, Station, StationCheck
from deputies.stations.rules import is_office_of
from deputies.stations.selectors import get_station_for
from deputies.stations.services import ratings
from deputies.stations.services.checks import record_check, standard_on
from deputies.stations.states import RATING_FLOW, CheckKind
from deputies.stations.views.desk import READERS
from deputies.stations.views.steps import KEEPERS, StationFormPage


class CheckView(StationFormPage):
    """自查: every item, with photos."""

    roles = KEEPERS
    form_class = CheckForm
    heading: Any = _lazy("建设自查")
    send = _lazy("提交检查结果")
    success_message = _lazy("检查结果已记录。")
    template_name = "deputies/desk/station_check.html"
    has_files = True
    kind = CheckKind.SELF

    def get_form_kwargs(self) -> dict[str, Any]:
        standard = standard_on(localdate())
        return {
            **super().get_form_kwargs(),
            "items": list(standard.items.all()),
            "inspects": self.kind == CheckKind.INSPECTION,
        }

    def form_valid(self, form: Any) -> HttpResponse:
        self.form = form
        return super().form_valid(form)

    def act(self, target: Station, data: dict[str, Any]) -> StationCheck:
        return record_check(
            target,
            kind=self.kind,
            answers=self.form.answers(),
            remarks=data.get("remarks", ""),
            actor=person(self.request),
            on=localdate(),
        )


class InspectView(CheckView):
    """县级检查, with what must be put right."""

    roles = (Role.CLERK,)
    heading = _lazy("达标检查")
    kind = CheckKind.INSPECTION


class ApplyView(StationFormPage):
    """申报星级: the station rates itself; what the machine counts stands beside."""

    roles = KEEPERS
    form_class = PointsForm
    heading = _lazy("申报星级")
    send = _lazy("申报")
    success_message = _lazy("已申报，等待现场核查。")

    def get_form_kwargs(self) -> dict[str, Any]:
        on = localdate()
        criteria = ratings.criteria_on(on)
        hints, self.counted = {}, {}
        for row in criteria:
            share, source = ratings.figure_of(self.target, row.figure, on=on)
            if share is not None:
                points = (share * row.weight).quantize(ratings.TENTH)
                hints[row.pk] = _("系统取数：%(source)s，得 %(points)s 分") % {
                    "source": source,
                    "points": points,
                }
                self.counted[f"points_{row.pk}"] = points
        return {**super().get_form_kwargs(), "criteria": criteria, "hints": hints}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        for name, points in self.counted.items():
            form.fields[name].initial = points
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        self.form = form
        return super().form_valid(form)

    def act(self, target: Station, data: dict[str, Any]) -> StarRating:
        return ratings.apply_for_stars(
            target, points=self.form.points(), actor=person(self.request), on=localdate()
        )


class RatingView(DeskMixin, View):
    """One round: scores with their sources, what was said, and the steps that are open."""

    roles = READERS

    def _find(self, request: HttpRequest, code: str, pk: int) -> StarRating:
        station = get_station_for(person(request), code, on=localdate())
        rating = StarRating.objects.select_related("visited_by").filter(station=station, pk=pk).first()
        if rating is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        rating.station = station
        return rating

    def get(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        return self._show(request, self._find(request, code, pk))

    def post(self, request: HttpRequest, code: str, pk: int) -> HttpResponse:
        rating = self._find(request, code, pk)
        user, on = person(request), localdate()
        step = request.POST.get("step", "")
        words, points = WordsForm(request.POST), self._points(rating, request.POST)
        form = points if step == "visit" else words
        if step not in RATING_FLOW or not form.is_valid():
            return self._show(request, rating, words=words, points=points, step=step, status=422)
        who: dict[str, Any] = {"version": form.cleaned_data["version"] or 0, "actor": user, "on": on}
        text = {"text": words.cleaned_data["text"]} if form is words else {}
        try:
            if step == "visit":
                ratings.visit_rating(rating, points=points.points(), **who)
            elif step == "announce":
                ratings.announce_rating(rating, **who)
            elif step == "object":
                ratings.object_to_rating(rating, **text, **who)
            elif step == "answer":
                ratings.answer_objection(rating, **text, score=words.cleaned_data["score"], **who)
            elif step == "grant":
                ratings.grant_rating(rating, **who)
            else:
                ratings.withdraw_rating(rating, **text, **who)
        except BadInput as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            return self._show(request, rating, words=words, points=points, step=step, status=422)
        messages.success(request, _("已办理：%(step)s。") % {"step": RATING_FLOW[step].label})
        return redirect("deputies:station-rating", code=code, pk=pk)

    @staticmethod
    def _points(rating: StarRating, data: Any = None) -> PointsForm:
        scores = list(rating.scores.select_related("criterion").order_by("criterion__order"))
        form = PointsForm(
            data,
            criteria=[score.criterion for score in scores],
            hints={
                score.criterion_id: _("自评 %(points)s 分。%(source)s")
                % {"points": score.self_points, "source": score.source}
                for score in scores
            },
            initial={"version": rating.version},
        )
        for score in scores:
            known = score.self_points if score.points is None else score.points
            form.fields[f"points_{score.criterion_id}"].initial = known or Decimal(0)
        return form

    def _show(
        self,
        request: HttpRequest,
        rating: StarRating,
        *,
        words: WordsForm | None = None,
        points: PointsForm | None = None,
        step: str = "",
        status: int = 200,
    ) -> HttpResponse:
        user, on = person(request), localdate()
        office = is_office_of(user, rating.station.region_code, on=on)
        station = rating.station
        code = station.organisation.code
        return render(
            request,
            "deputies/desk/rating.html",
            {
                "rating": rating,
                "station": station,
                "scores": list(rating.scores.select_related("criterion").order_by("criterion__order")),
                "steps": RATING_FLOW.available(rating.state, ["clerk"]) if office else [],
                "words": words or WordsForm(initial={"version": rating.version}),
                "points": points or self._points(rating),
                "step": step,
                "crumbs": [
                    (_("站点"), reverse("deputies:desk-stations")),
                    (station.organisation.short_name, reverse("deputies:desk-station", args=[code])),
                    (_("%(year)d 年度星级") % {"year": rating.year}, ""),
                ],
            },
            status=status,
        )
