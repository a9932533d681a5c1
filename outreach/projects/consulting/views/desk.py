"""征求代表意见 and 候选项目公示 at the desk: what was said of each candidate, and the answers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views import View

from congress.attachments.export import Column
from congress.audit.services import record
from congress.errors import DomainError, NotFound
from congress.paging import keyset_page
from congress.people.roles import Role
from congress.web import DeskMixin
from deputies.desk import person, sheet, workbook
from outreach.projects.consulting import forms, services
from outreach.projects.consulting.models import AdviceAnswer, PublicComment, PublicNotice
from outreach.projects.consulting.paper import candidate_sheets
from outreach.projects.consulting.selectors import advice_board, candidates_of, comment_counts, comments_for
from outreach.projects.consulting.states import CommentState
from outreach.projects.models import Project, ProjectYear
from outreach.projects.pages import ProjectStep, YearStep
from outreach.projects.rules import READERS, is_office_of
from outreach.projects.selectors import get_year_for
from outreach.projects.states import YearState


def _crumbs(year: ProjectYear, here: str) -> list[tuple[str, str]]:
    return [
        (_("民生实事年度"), reverse("outreach:project-years")),
        (year.title, reverse("outreach:project-year", args=[year.uid])),
        (here, ""),
    ]


class AdviceView(DeskMixin, View):
    """代表意见: the candidates by their points, with every comment. POST exports: `as` xlsx, or pdf for the sheets."""

    roles = READERS

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """The board."""
        user, on = person(request), localdate()
        year = get_year_for(user, uid, on=on)
        rows, deputies = advice_board(year)
        context = {
            "year": year, "rows": rows, "deputies": deputies, "is_office": is_office_of(user, year, on=on),
            "is_open": year.state == YearState.CONSULTING, "crumbs": _crumbs(year, _("代表意见")),
        }  # fmt: skip
        return render(request, "outreach/desk/project_advice.html", context)

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """A file to take away; recorded."""
        user, at = person(request), now()
        year = get_year_for(user, uid, on=localdate(at))
        as_sheets = request.POST.get("as") == "pdf"
        with transaction.atomic():
            record("outreach.advice.exported", year, actor=user, form="pdf" if as_sheets else "xlsx")
        if as_sheets:
            projects = list(candidates_of(year)) or list(
                year.projects.exclude(state="dropped").order_by("number")
            )
            if not projects:
                raise NotFound("no_candidates", _("还没有候选项目。"))
            title = _("候选项目说明表")
            return sheet(f"{year.title}{title}", candidate_sheets(year, projects, at=at), at=localtime(at))
        rows, _deputies = advice_board(year)
        columns = [
            Column(_("次序"), 6), Column(_("项目"), 30), Column(_("责任单位"), 18), Column(_("分值"), 8),
            Column(_("参与排序人数"), 12), Column(_("排第一"), 8), Column(_("平均名次"), 10), Column(_("意见"), 60),
            Column(_("采纳情况"), 40),
        ]  # fmt: skip
        lines = [
            [
                row.place or "", row.project.title, row.project.unit.short_name if row.project.unit else "", row.points,
                row.ranked, row.first, round(row.average, 2) if row.average else "",
                "\n".join(f"{name}：{words}" for name, words in row.comments), row.answer,
            ]
            for row in rows
        ]  # fmt: skip
        return workbook(user, f"{year.title}{_('代表意见')}", columns, lines, at=at)


class AskView(DeskMixin, View):
    """通知代表."""

    roles = (Role.CLERK,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """How many were written to is said."""
        year = get_year_for(person(request), uid, on=localdate())
        try:
            many = services.ask_deputies(year, actor=person(request), at=now())
        except DomainError as refused:
            if refused.status in {403, 404}:
                raise
            messages.warning(request, refused.message)
        else:
            messages.success(
                request, _("已通知 %(n)d 位代表。") % {"n": many} if many else _("代表都已经通知过。")
            )
        return redirect("outreach:project-advice", uid)


class AnswerAdviceView(ProjectStep):
    """答复代表意见."""

    form_class = forms.AnswerForm
    heading, send = _lazy("答复代表意见"), _lazy("答复")

    def get_initial(self) -> dict[str, Any]:
        said = AdviceAnswer.objects.filter(project=self.target).first()
        return {**super().get_initial(), "text": said.text if said else ""}

    def act(self, target: Project, data: dict[str, Any]) -> AdviceAnswer:
        return services.answer_advice(target, data["text"], actor=person(self.request), at=now())

    def get_success_url(self) -> str:
        return reverse("outreach:project-advice", args=[self.target.year.uid])


class CommentsView(DeskMixin, View):
    """公示: its days, and the comments by state."""

    roles = READERS

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """Oldest first: whoever waits longest is answered first."""
        user, on = person(request), localdate()
        year = get_year_for(user, uid, on=on)
        wanted = request.GET.get("state", CommentState.RECEIVED)
        wanted = wanted if wanted in CommentState.values else CommentState.RECEIVED
        rows = comments_for(user, year, on=on).filter(state=wanted)
        page = keyset_page(rows, ("pk",), request.GET.get("cursor", ""), name=f"comments-{year.pk}-{wanted}")
        counts, here = comment_counts(year), reverse("outreach:project-notice", args=[uid])
        context = {
            "year": year, "page": page, "rows": page.rows, "is_office": is_office_of(user, year, on=on),
            "notice": PublicNotice.objects.filter(year=year).first(), "today": on,
            "can_publish": year.state == YearState.NOTICING,
            "tabs": [
                {"label": state.label, "url": f"{here}?state={state}", "current": state == wanted, "count": counts[state]}
                for state in CommentState
            ],
            "crumbs": _crumbs(year, _("候选项目公示")),
        }  # fmt: skip
        return render(request, "outreach/desk/project_notice.html", context)


class PublishView(YearStep):
    """发布公示."""

    form_class = forms.NoticeForm
    heading, send = _lazy("公示候选项目"), _lazy("发布")

    def get_initial(self) -> dict[str, Any]:
        made = PublicNotice.objects.filter(year=self.target).first()
        source = made or self.target.phases.filter(phase=YearState.NOTICING).first()
        dates = {"opens_on": source.opens_on, "closes_on": source.closes_on} if source else {}
        return {**super().get_initial(), **dates, "text": made.text if made else ""}

    def act(self, target: ProjectYear, data: dict[str, Any]) -> PublicNotice:
        return services.publish_notice(target, actor=person(self.request), at=now(), **data)

    def get_success_url(self) -> str:
        return reverse("outreach:project-notice", args=[self.target.uid])


class DecideView(YearStep):
    """办理公示意见."""

    form_class = forms.DecideForm
    heading, send = _lazy("办理公示意见"), _lazy("提交")
    template_name = "outreach/desk/project_comment.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(comment=self._comment(), **kwargs)

    def _comment(self) -> PublicComment:
        rows = comments_for(person(self.request), self.target, on=localdate())
        found = rows.filter(uid=self.kwargs["comment"]).first()
        if found is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        return found

    def act(self, target: ProjectYear, data: dict[str, Any]) -> PublicComment:
        decide = services.answer_comment if data["step"] == "answer" else services.withhold_comment
        return decide(self._comment(), data["answer"], actor=person(self.request), at=now())

    def get_success_url(self) -> str:
        return reverse("outreach:project-notice", args=[self.target.uid])
