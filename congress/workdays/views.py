"""The desk's pages of the working calendar and of the rules of deadlines."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView

from congress.errors import DomainError, NotAllowed, NotFound
from congress.regions.selectors import find_region
from congress.web.faces import DeskMixin
from congress.web.steps import StepView
from congress.workdays.forms import CountForm, DecideForm, EnterDaysForm, ProposeForm
from congress.workdays.models import ChangeState, DeadlineRule, RuleChange
from congress.workdays.rules import (
    keeps_calendar,
    keeps_some_calendar,
    may_confirm_rules,
    may_propose_rules,
    require,
)
from congress.workdays.selectors import (
    calendar_year,
    changes_against,
    rule_changes,
    rules_in_force,
    special_days,
    working_calendar,
)
from congress.workdays.services import (
    confirm_rule_change,
    propose_rule_change,
    reject_rule_change,
    save_days,
)
from congress.workdays.services.days import YEARS
from congress.workdays.sheet import months_of, runs_of


class CalendarView(DeskMixin, TemplateView):
    """One year on the wall, with a count of any period below it. Year and county stand in the address."""

    template_name = "congress/desk/calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = localdate()
        asked = self.request.GET.get("year", "")
        year = int(asked) if asked in {str(year) for year in YEARS} else today.year
        region = find_region(self.request.GET.get("county", ""))
        days = special_days(year)
        own = {day.date: day.name for day in days if region and day.region_id == region.code}
        calendar = working_calendar(region.code if region else "")
        months = months_of(year, calendar, own)
        form = CountForm(self.request.GET if "start" in self.request.GET else None, initial={"start": today})
        told = None
        if form.is_bound and form.is_valid():
            told = form.deadline.explain(
                form.cleaned_data["start"], working_calendar(form.cleaned_data["region"])
            )
        return super().get_context_data(
            year=year,
            years=[y for y in range(year - 1, year + 2) if y in YEARS],
            notice=calendar_year(year),
            months=months,
            working_days=sum(month.working_days for month in months),
            runs=runs_of(
                day for day in days if day.region_id is None or (region and day.region_id == region.code)
            ),
            # Counties with days of their own: whoever looks at the national calendar should know of them.
            others=sorted(
                {day.region for day in days if day.region} - {region}, key=lambda place: place.code
            ),
            region=region,
            today=today,
            may_enter=keeps_calendar(self.request.user, on=today),
            form=form,
            told=told,
            **kwargs,
        )


class EnterDaysView(DeskMixin, FormView):
    """Two presses: the first shows what was found in the notice and what would change, the second keeps it."""

    template_name = "congress/desk/calendar_enter.html"
    form_class = EnterDaysForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(keeps_some_calendar(request.user, on=localdate()))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(keeps_some_calendar(request.user, on=localdate()))
        return super().post(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("year", "")
        year = int(asked) if asked in {str(year) for year in YEARS} else localdate().year + 1
        return {
            "year": year,
            "notice_title": _("国务院办公厅关于%(year)d年部分节假日安排的通知") % {"year": year},
        }

    def form_valid(self, form: EnterDaysForm) -> HttpResponse:
        data = form.cleaned_data
        require(keeps_calendar(self.request.user, region=data["region"], on=localdate()))
        if "save" not in self.request.POST:
            changes = changes_against(form.days, year=data["year"], region=data["region"])
            return self.render_to_response(self.get_context_data(form=form, days=form.days, changes=changes))
        try:
            changes = save_days(
                form.days,
                year=data["year"],
                notice_title=data["notice_title"],
                notice_number=data["notice_number"],
                region=data["region"],
                actor=self.request.user,
                on=localdate(),
            )
        except NotAllowed:
            raise
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            return self.form_invalid(form)
        said = (
            _("%(year)d 年放假安排已录入。")
            if changes
            else _("与已录入的 %(year)d 年放假安排相同，没有改动。")
        )
        messages.success(self.request, said % {"year": data["year"]})
        query = f"?year={data['year']}" + (f"&county={data['region'].code}" if data["region"] else "")
        return HttpResponseRedirect(reverse("workdays-calendar") + query)

    def form_invalid(self, form: EnterDaysForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class RulesView(DeskMixin, TemplateView):
    """All deadlines with their basis, proposals that wait, and earlier decisions."""

    template_name = "congress/desk/deadline_rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = localdate()
        changes = rule_changes()
        names = dict(DeadlineRule.objects.values_list("code", "name"))
        for change in changes:
            change.rule_name = names.get(change.code, change.code)
        return super().get_context_data(
            rules=rules_in_force(on=today),
            waiting=[change for change in changes if change.state == ChangeState.PROPOSED],
            decided=[change for change in changes if change.state != ChangeState.PROPOSED],
            may_propose=may_propose_rules(self.request.user, on=today),
            may_confirm=may_confirm_rules(self.request.user, on=today),
            today=today,
            **kwargs,
        )


class ProposeView(DeskMixin, StepView):
    template_name = "congress/desk/deadline_propose.html"
    form_class = ProposeForm
    success_url = reverse_lazy("deadline-rules")
    success_message = gettext_lazy("已提出调整，请另一人确认。")

    def find(self) -> DeadlineRule:
        require(may_propose_rules(self.request.user, on=localdate()))
        rule = DeadlineRule.objects.filter(code=self.kwargs["code"], valid_to__isnull=True).first()
        if rule is None:
            raise NotFound("no_rule", _("没有这条期限规则。"))
        return rule

    def get_initial(self) -> dict[str, Any]:
        rule = self.target
        return {**super().get_initial(), "amount": rule.amount, "unit": rule.unit, "basis": rule.basis}

    def act(self, target: DeadlineRule, data: dict[str, Any]) -> RuleChange:
        return propose_rule_change(code=target.code, actor=self.request.user, on=localdate(), **data)


class DecideView(DeskMixin, StepView):
    template_name = "congress/desk/deadline_decide.html"
    form_class = DecideForm
    success_url = reverse_lazy("deadline-rules")

    def find(self) -> RuleChange:
        change = RuleChange.objects.select_related("proposed_by").filter(pk=self.kwargs["pk"]).first()
        if change is None:
            raise NotFound("no_change", _("没有这项调整。"))
        own = change.proposed_by_id == self.request.user.pk
        require(own or may_confirm_rules(self.request.user, on=localdate()))
        return change

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule = DeadlineRule.objects.filter(code=self.target.code).order_by("-valid_from").first()
        own = self.target.proposed_by_id == self.request.user.pk
        return super().get_context_data(rule=rule, own=own, **kwargs)

    def act(self, target: RuleChange, data: dict[str, Any]) -> Any:
        if data["decision"] == "confirm":
            return confirm_rule_change(target, actor=self.request.user, on=localdate())
        return reject_rule_change(target, reason=data["reason"], actor=self.request.user, on=localdate())

    def get_success_message(self) -> str:
        if isinstance(self.result, DeadlineRule):
            return _("已确认，从 %(day)s 起施行。") % {"day": self.result.valid_from.isoformat()}
        return _("已退回这项调整。")
