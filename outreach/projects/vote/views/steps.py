"""The steps of a round at the desk, a form each."""

import json
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views import View

from congress.audit.services import record
from congress.errors import DomainError, WrongState
from congress.people.roles import Role
from congress.web import DeskMixin, refusal_page
from deputies.desk import FormPage, person, sheet
from outreach.projects.selectors import get_year_for
from outreach.projects.vote import forms
from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.paper import slips
from outreach.projects.vote.selectors import get_round_for
from outreach.projects.vote.services import closing, paper, publishing, roll, rounds
from outreach.projects.vote.sheets import SHEETS
from outreach.projects.vote.views.console import PEOPLE

_ROOT = (_lazy("民生实事票决"), "outreach:votes")


class DraftView(FormPage):
    """建立投票 for one year."""

    root = _ROOT
    form_class = forms.DraftForm
    heading, send = _lazy("建立投票"), _lazy("建立")

    def find(self) -> Any:
        return get_year_for(person(self.request), self.kwargs["uid"], on=localdate())

    def act(self, target: Any, data: dict[str, Any]) -> VoteRound:
        return rounds.draft_round(target, actor=person(self.request), at=now(), **data)

    def get_success_url(self) -> str:
        return reverse("outreach:vote", args=[self.result.code])


class RoundStep(FormPage):
    """A step of a round that is there: `service` gets the cleaned data as its arguments."""

    root = _ROOT
    form_class = forms.ConfirmForm
    target: VoteRound
    service: Any = None
    says: Any = ""

    def find(self) -> VoteRound:
        return get_round_for(person(self.request), self.kwargs["code"], on=localdate())

    def get_back(self) -> tuple[str, str]:
        return str(self.target), reverse("outreach:vote", args=[self.target.code])

    def act(self, target: VoteRound, data: dict[str, Any]) -> Any:
        data.pop("sure", None)
        return type(self).service(target, actor=person(self.request), at=now(), **data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(says=self.says, **kwargs)

    template_name = "outreach/desk/vote_step.html"


class AppointView(RoundStep):
    """推定监票人员."""

    form_class = forms.AppointForm
    heading, send = _lazy("推定监票人员"), _lazy("加入名单")
    says = _lazy("监票人从本届代表中产生，至少三位，其中一位总监票人。组织投票的人和承办单位的人不能担任。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "vote": self.target, "on": localdate()}

    def act(self, target: VoteRound, data: dict[str, Any]) -> Any:
        return rounds.appoint(target, data["user"], role=data["role"], actor=person(self.request), at=now())


class DismissView(DeskMixin, View):
    """Take somebody off the list."""

    roles = (Role.CLERK,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """`user` is the account's number."""
        vote = get_round_for(person(request), code, on=localdate())
        found = (
            vote.scrutineers.filter(user_id=int(request.POST.get("user", "0") or 0)).first()
            if request.POST.get("user", "").isdecimal()
            else None
        )
        if found is not None:
            rounds.dismiss(vote, found.user, actor=person(request), at=now())
        return redirect("outreach:vote", code)


class FreezeView(RoundStep):
    """封存."""

    heading, send = _lazy("封存投票"), _lazy("封存")
    says = _lazy("封存以后，候选项目、票决办法、名册和密钥都不能再改，散列值在会场公布。")
    service = rounds.freeze_round


class OpenView(RoundStep):
    """开始投票."""

    heading, send = _lazy("开始投票"), _lazy("开始")
    says = _lazy("到会人数在这一刻确定，此后不再签到。系统会核对票箱是空的。")
    service = rounds.open_round


class CloseView(RoundStep):
    """截止投票."""

    heading, send = _lazy("截止投票"), _lazy("截止")
    says = _lazy("截止以后不再收票，票箱按散列值的顺序重写，凭证与选票的对应随之销毁。")
    service = closing.close_round


class CountView(RoundStep):
    """计票."""

    roles = PEOPLE
    form_class = forms.PlainForm
    heading, send = _lazy("计票"), _lazy("计票")
    says = _lazy("按封存的票决办法计算。任何有权的人都可以用同样的文件重算。")
    service = closing.count_round


class PublishView(RoundStep):
    """公布结果."""

    heading, send = _lazy("公布票决结果"), _lazy("公布")
    says = _lazy("公布以后档案签名、密钥销毁，结果在公众门户可见；需要再投一轮的会自动建立下一轮。")
    service = publishing.publish_round


class AllowPaperView(RoundStep):
    """改用纸质票."""

    roles = PEOPLE
    form_class = forms.ReasonForm
    heading, send = _lazy("改用纸质票"), _lazy("改用")
    says = _lazy("没有投票的代表把信封交回，监票人作废后换发纸质票；已收到的电子票照样有效。")
    service = rounds.allow_paper


class PaperView(RoundStep):
    """录入纸质票计票."""

    roles = PEOPLE
    form_class = forms.PaperForm
    heading, send = _lazy("录入纸质票计票"), _lazy("提交本组计票")
    says = _lazy("两组计票人各自清点、各自录入，互相看不到；不一致时由第三组清点。弃权数由系统按有效票推算。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "vote": self.target}

    def get_form(self, form_class: Any = None) -> forms.PaperForm:
        self.bound: forms.PaperForm = super().get_form(form_class)
        return self.bound

    def act(self, target: VoteRound, data: dict[str, Any]) -> Any:
        return paper.enter_paper(target, self.bound.figures(), actor=person(self.request), at=now())


class VoidView(RoundStep):
    """作废信封."""

    roles = PEOPLE
    form_class = forms.VoidForm
    heading, send = _lazy("作废信封"), _lazy("提交")
    says = _lazy("按信封外的号码作废，须由两位监票人先后确认。")

    def act(self, target: VoteRound, data: dict[str, Any]) -> bool:
        return roll.void_envelope(
            target, data["number"], reason=data["reason"], actor=person(self.request), at=now()
        )

    def get_success_message(self) -> str:
        return _("信封已经作废。") if self.result else _("已经提出，等另一位监票人确认。")


class SettleView(RoundStep):
    """登记同票的决定."""

    form_class = forms.SettleForm
    heading, send = _lazy("登记同票的决定"), _lazy("登记")
    service = closing.settle_tie

    def get_form_kwargs(self) -> dict[str, Any]:
        if not self.target.result:
            raise WrongState("not_counted", _("还没有计票。"))
        keys = json.loads(self.target.result)["contenders"]
        titles = {
            str(row.number): row.project.title for row in self.target.candidates.select_related("project")
        }
        return {**super().get_form_kwargs(), "choices": [(key, titles[key]) for key in keys]}


class EnvelopesView(RoundStep):
    """生成投票凭证: the page of the step; its answer is the file itself, which is the only place of the codes."""

    form_class = forms.PlainForm
    heading, send = _lazy("生成投票凭证"), _lazy("生成并下载 PDF")
    says = _lazy(
        "凭证只出现在这份 PDF 里，请当场打印、剪开、装入信封、手工打乱，随即删除文件。没有下载成功可以重做，前一批全部作废。"
    )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Made and rendered in one transaction: codes that reached nobody were never made."""
        vote = self.target
        try:
            with transaction.atomic():
                made = roll.make_envelopes(
                    vote, actor=person(request), at=now(), replaces=vote.credentials.exists()
                )
                content = slips(vote, made, host=f"{request.scheme}://{request.get_host()}")
        except DomainError as refused:
            return refusal_page(request, refused)
        answer = sheet(f"{_('投票凭证')}-{vote.code}", content, at=localtime())
        answer["Cache-Control"] = "no-store"
        return answer


class SheetView(DeskMixin, View):
    """票决票、计票报告单、公告、投票记录 as PDF. `what`: a name of SHEETS; 404 before its phase."""

    roles = PEOPLE

    def get(self, request: HttpRequest, code: str, what: str) -> HttpResponse:
        """The file. Printed is recorded: a paper ballot that lies about has an origin."""
        vote = get_round_for(person(request), code, on=localdate())
        label, render, phases = SHEETS.get(what, ("", None, ()))
        if render is None or vote.phase not in phases:
            raise Http404
        content = render(vote, at=now())
        record("outreach.vote.printed", vote, actor=person(request), sheet=what)
        return sheet(f"{label}-{vote.code}", content, at=localtime())
