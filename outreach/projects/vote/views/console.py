"""A round at the desk: the list, the console with what can be done now, the roll at the door."""

import json
import re
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from congress.errors import DomainError
from congress.models import User
from congress.paging import keyset_page
from congress.people.roles import Role
from congress.web import DeskMixin
from deputies.desk import person
from outreach.projects.rules import is_office_of
from outreach.projects.selectors import years_for
from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.rules import is_electronic
from outreach.projects.vote.selectors import (
    agreed_paper,
    envelope_figures,
    get_round_for,
    received,
    roll_figures,
    rounds_for,
)
from outreach.projects.vote.services import roll
from outreach.projects.vote.sheets import SHEETS
from outreach.projects.vote.states import Means, RoundPhase, ScrutineerRole

# Scrutineers are deputies: they come here by a round that they are appointed to.
PEOPLE = (Role.CLERK, Role.SUPERVISOR, Role.LEADER, Role.DEPUTY)
_P = RoundPhase


class RoundsView(DeskMixin, TemplateView):
    """民生实事票决: the rounds of the own office, newest first."""

    roles = PEOPLE
    template_name = "outreach/desk/votes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = person(self.request), localdate()
        page = keyset_page(
            rounds_for(user, on=on), ("-pk",), self.request.GET.get("cursor", ""), name="votes"
        )
        return super().get_context_data(
            page=page,
            rows=page.rows,
            years=list(years_for(user, on=on).filter(state="voting")[:20]),
            **kwargs,
        )


class RoundView(DeskMixin, View):
    """The console."""

    roles = PEOPLE

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """What stands, and what can be done now by who looks."""
        user, on = person(request), localdate()
        vote = get_round_for(user, code, on=on)
        result = json.loads(vote.result) if vote.result else None
        titles = {str(row.number): row.project.title for row in vote.candidates.select_related("project")}
        scrutineers = list(vote.scrutineers.select_related("user").order_by("pk"))
        return render(
            request,
            "outreach/desk/vote.html",
            {
                "vote": vote,
                "stages": _stages(vote),
                "candidates": list(vote.candidates.select_related("project__unit").order_by("number")),
                "scrutineers": scrutineers,
                "is_office": is_office_of(user, vote.year, on=on),
                "figures": roll_figures(vote),
                "envelopes": envelope_figures(vote) if vote.kid else None,
                "received": received(vote) if vote.kid and vote.phase != _P.DRAFT else None,
                "paper": paper_state(vote),
                "openings": vote.openings.select_related("by").order_by("pk"),
                "result": result,
                "lines": [
                    (titles.get(line["key"], line["key"]), line) for line in (result or {}).get("lines", [])
                ],
                "elected": [titles.get(key, key) for key in (result or {}).get("elected", [])],
                "steps": steps_of(vote, user, on=on),
                "sheets": [
                    (label, reverse("outreach:vote-sheet", args=[vote.code, name]))
                    for name, (label, _render, phases) in SHEETS.items()
                    if vote.phase in phases
                ],
                "follower": vote.followers.first(),
                "crumbs": [(_("民生实事票决"), reverse("outreach:votes")), (str(vote), "")],
            },
        )


def _stages(vote: VoteRound) -> list[dict[str, str]]:
    order = list(RoundPhase)
    here = order.index(RoundPhase(vote.phase))
    return [
        {
            "label": str(phase.label),
            "state": "done" if place < here else "now" if place == here else "",
            "note": "",
        }
        for place, phase in enumerate(order)
    ]


def steps_of(vote: VoteRound, user: User, *, on: date) -> list[tuple[str, str, str]]:
    """(label, address, look) of what this person can do now."""
    role = next((row.role for row in vote.scrutineers.all() if row.user_id == user.pk), "")
    watches = role in {ScrutineerRole.CHIEF, ScrutineerRole.SCRUTINEER}
    office = is_office_of(user, vote.year, on=on)
    screens = is_electronic(vote)
    found: list[tuple[bool, str, str, str]] = [
        (office and vote.phase == _P.DRAFT, _("推定监票人员"), "vote-appoint", ""),
        (watches and vote.phase == _P.DRAFT and screens, _("生成密钥"), "vote-ceremony", "btn-main"),
        (office and vote.phase == _P.DRAFT, _("封存"), "vote-freeze", "btn-main"),
        (office and vote.phase == _P.FROZEN and screens, _("生成投票凭证"), "vote-envelopes", ""),
        (office and vote.phase in {_P.DRAFT, _P.FROZEN, _P.OPEN}, _("签到和发放"), "vote-roll", ""),
        (office and vote.phase == _P.FROZEN, _("开始投票"), "vote-open", "btn-main"),
        (watches and vote.phase in {_P.FROZEN, _P.OPEN} and screens, _("作废信封"), "vote-void", ""),
        (
            role == ScrutineerRole.CHIEF and vote.phase in {_P.FROZEN, _P.OPEN} and vote.means == Means.ELECTRONIC,
            _("改用纸质票"), "vote-allow-paper", "",
        ),
        (office and vote.phase == _P.OPEN, _("截止投票"), "vote-close", "btn-main"),
        (watches and vote.phase == _P.CLOSED and screens and not vote.opened_hash, _("启封"), "vote-opening", "btn-main"),
        (
            bool(role) and vote.phase == _P.CLOSED and vote.means != Means.ELECTRONIC and agreed_paper(vote) is None,
            _("录入纸质票计票"), "vote-paper", "btn-main",
        ),
        (bool(role) and vote.phase == _P.CLOSED, _("计票"), "vote-count", "btn-main"),
        (office and vote.phase == _P.COUNTED and _waits(vote), _("登记同票的决定"), "vote-settle", "btn-main"),
        (office and vote.phase == _P.COUNTED and not _waits(vote), _("公布结果"), "vote-publish", "btn-main"),
    ]  # fmt: skip
    return [
        (label, reverse(f"outreach:{name}", args=[vote.code]), look)
        for can, label, name, look in found
        if can
    ]


def paper_state(vote: VoteRound) -> dict[str, Any] | None:
    """How far the paper count is; the figures only once two teams agree."""
    if vote.means == Means.ELECTRONIC:
        return None
    counts = list(vote.paper_counts.select_related("by").order_by("team"))
    agreed = agreed_paper(vote)
    return {
        "agreed": agreed,
        "teams": [(count.team, count.by.name) for count in counts],
        "differ": len(counts) > 1 and not agreed,
    }


def _waits(vote: VoteRound) -> bool:
    return not vote.decision and json.loads(vote.result)["outcome"] in {"presidium", "lot"}


def _number(typed: str) -> int | None:
    return int(typed[:9]) if typed.strip().isdecimal() else None


_UID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


class RollView(DeskMixin, View):
    """The roll at the door. `q`: a seat, a part of a name, or what a scanner reads from a deputy's card."""

    roles = (Role.CLERK,)

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The whole roll by seat, or who was searched for."""
        vote = get_round_for(person(request), code, on=localdate())
        typed = request.GET.get("q", "").strip()[:200]
        rows = vote.roll.select_related("mandate__delegation")
        uid = _UID.search(typed.lower())
        if uid:
            rows = rows.filter(mandate__deputy__uid=UUID(uid.group()))
        elif typed.isdecimal():
            rows = rows.filter(seat=int(typed[:9]))
        elif typed:
            rows = rows.filter(Q(name__contains=typed))
        page = keyset_page(rows, ("seat",), request.GET.get("cursor", ""), name=f"roll-{vote.pk}")
        return render(
            request,
            "outreach/desk/vote_roll.html",
            {
                "vote": vote,
                "typed": typed,
                "page": page,
                "rows": page.rows,
                "figures": roll_figures(vote),
                "can_check_in": vote.phase in {_P.DRAFT, _P.FROZEN},
                "can_hand_out": vote.phase in {_P.FROZEN, _P.OPEN} and bool(vote.kid),
                "can_hand_paper": vote.phase in {_P.FROZEN, _P.OPEN} and vote.means != Means.ELECTRONIC,
                "can_leave": vote.phase in {_P.DRAFT, _P.FROZEN, _P.OPEN},
                "need": -(-vote.roll.count() * vote.method.quorum_upper // vote.method.quorum_lower),
                "crumbs": [
                    (_("民生实事票决"), reverse("outreach:votes")),
                    (str(vote), reverse("outreach:vote", args=[code])),
                    (_("签到和发放"), ""),
                ],
            },
        )

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """One mark on one line; back to the same list."""
        vote = get_round_for(person(request), code, on=localdate())
        verbs: dict[str, Any] = {
            "check_in": roll.check_in, "hand_out": roll.hand_out, "leave": roll.mark_left,
            "hand_out_paper": partial(roll.hand_out_paper, number=_number(request.POST.get("number", ""))),
        }  # fmt: skip
        verb, seat = verbs.get(request.POST.get("do", "")), request.POST.get("seat", "")
        if verb is None or not seat.isdecimal():
            messages.error(request, _("没有这一项操作。"))
        else:
            try:
                entry = verb(vote, int(seat[:9]), actor=person(request), at=now())
            except DomainError as refused:
                messages.error(request, refused.message)
            else:
                said = {
                    "check_in": _("已签到"), "hand_out": _("已领凭证"), "leave": _("已记离会"),
                    "hand_out_paper": _("已领纸质票"),
                }  # fmt: skip
                messages.success(request, f"{entry.seat} {entry.name}：{said[request.POST['do']]}")
        return redirect(f"{reverse('outreach:vote-roll', args=[code])}")
