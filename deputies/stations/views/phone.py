"""The rota on a deputy's phone: my shifts, swaps, wishes, my calendar, and checking in at the door."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.errors import DomainError, NotAllowed, NotFound
from congress.web.faces import PhoneMixin
from congress.web.steps import StepView
from deputies.desk import person
from deputies.roster.models import Deputy
from deputies.roster.selectors import deputy_of
from deputies.stations.feeds import feed_token
from deputies.stations.forms_rota import SwapForm, WishForm
from deputies.stations.models import DutyShift, ShiftDeputy, ShiftSwap
from deputies.stations.selectors import deputies_at, get_public_station
from deputies.stations.services import (
    add_wish,
    answer_swap,
    ask_swap,
    check_in,
    drop_wish,
    renew_calendar,
    stop_calendar,
    withdraw_swap,
)
from deputies.stations.states import ShiftState, SwapState

AHEAD_DAYS, BACK_DAYS = 180, 60
_SWAPPABLE = (ShiftState.PLANNED, ShiftState.PUBLISHED)


def own_deputy(request: HttpRequest) -> Deputy:
    """The deputy of this account. Raises NotAllowed."""
    deputy = deputy_of(person(request))
    if deputy is None:
        raise NotAllowed("no_deputy", _("该账号没有代表身份。"))
    return deputy


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _gone() -> NotFound:
    return NotFound("not_found", _("没有找到，或您没有查看权限。"))


class MyRotaView(PhoneMixin, View):
    """What comes, who asks for a swap, when I cannot, and my calendar."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, own_deputy(request), WishForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        deputy = own_deputy(request)
        step = _STEPS.get(request.POST.get("step", ""))
        if step is None:
            raise _gone()
        form = WishForm(request.POST if request.POST.get("step") == "wish" else None)
        try:
            words = step(request, deputy, form)
        except (NotAllowed, NotFound):
            raise
        except DomainError as refused:
            if refused.field and refused.field in form.fields:
                form.add_error(refused.field, refused.message)
                return self._page(request, deputy, form, status=422)
            return self._page(request, deputy, form, refusal=refused.message, status=refused.status)
        if words is None:
            return self._page(request, deputy, form, status=422)
        messages.success(request, words)
        return redirect("deputies:my-rota")

    def _page(
        self, request: HttpRequest, deputy: Deputy, form: WishForm, *, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        on = localdate()
        places = list(
            ShiftDeputy.objects.filter(
                deputy=deputy,
                left_at=None,
                shift__on__gte=on - timedelta(days=BACK_DAYS),
                shift__on__lte=on + timedelta(days=AHEAD_DAYS),
            )
            .select_related("shift__station__organisation", "shift__moved_to")
            .order_by("shift__on", "shift__starts_at")
        )
        asked = {
            swap.place_id: swap
            for swap in ShiftSwap.objects.filter(
                place__in=[place.pk for place in places], state=SwapState.ASKED
            ).select_related("to")
        }
        there = set(
            deputy.check_ins.filter(shift__in=[place.shift_id for place in places]).values_list(
                "shift_id", flat=True
            )
        )
        rows = [
            {
                "place": place,
                "shift": place.shift,
                "asked": asked.get(place.pk),
                "there": place.shift_id in there,
                "may_swap": place.shift.state in _SWAPPABLE and place.shift.on > on,
            }
            for place in places
        ]
        token = feed_token(deputy)
        return render(
            request,
            "deputies/phone/rota.html",
            {
                "ahead": [row for row in rows if row["shift"].on >= on],
                "past": [row for row in reversed(rows) if row["shift"].on < on],
                "questions": list(
                    ShiftSwap.objects.filter(to=deputy, state=SwapState.ASKED).select_related(
                        "place__deputy", "place__shift__station__organisation", "in_return__shift"
                    )
                ),
                "wishes": list(deputy.wishes.filter(ends_on__gte=on).order_by("starts_on")),
                "form": form,
                "feed": request.build_absolute_uri(f"/duty/{token}.ics") if token else "",
                "refusal": refusal,
                "today": on,
                "back": "/m/",
            },
            status=status,
        )


# ---- what the buttons of the page do: a sentence, or None for a form with errors ----


def _answer(agree: bool) -> Callable[..., str]:
    def act(request: HttpRequest, deputy: Deputy, _form: WishForm) -> str:
        swap = ShiftSwap.objects.filter(pk=_number(request.POST.get("swap", "")), to=deputy).first()
        if swap is None:
            raise _gone()
        answer_swap(swap, agree=agree, deputy=deputy, actor=person(request), at=now())
        return _("已换班，双方的轮值表都改好了。") if agree else _("已答复不同意。")

    return act


def _withdraw(request: HttpRequest, deputy: Deputy, _form: WishForm) -> str:
    swap = ShiftSwap.objects.filter(pk=_number(request.POST.get("swap", "")), place__deputy=deputy).first()
    if swap is None:
        raise _gone()
    withdraw_swap(swap, deputy=deputy, actor=person(request), at=now())
    return _("已撤回换班请求。")


def _wish(request: HttpRequest, deputy: Deputy, form: WishForm) -> str | None:
    if not form.is_valid():
        return None
    add_wish(deputy, **form.cleaned_data, actor=person(request), on=localdate())
    return _("已记下，下次排班会照顾到。")


def _unwish(request: HttpRequest, deputy: Deputy, _form: WishForm) -> str:
    wish = deputy.wishes.filter(pk=_number(request.POST.get("wish", ""))).first()
    if wish is None:
        raise _gone()
    drop_wish(wish, actor=person(request), on=localdate())
    return _("已删除。")


def _renew(request: HttpRequest, deputy: Deputy, _form: WishForm) -> str:
    renew_calendar(deputy, actor=person(request), on=localdate())
    return _("日历地址已启用，旧地址不再有效。")


def _stop(request: HttpRequest, deputy: Deputy, _form: WishForm) -> str:
    stop_calendar(deputy, actor=person(request), on=localdate())
    return _("日历地址已停用。")


_STEPS: dict[str, Callable[..., str | None]] = {
    "agree": _answer(True),
    "decline": _answer(False),
    "withdraw": _withdraw,
    "wish": _wish,
    "unwish": _unwish,
    "renew": _renew,
    "stop": _stop,
}


class SwapView(PhoneMixin, StepView):
    """Ask a colleague of the station: for nothing, or for one of his or her coming shifts."""

    form_class = SwapForm
    template_name = "deputies/phone/swap.html"

    def find(self) -> ShiftDeputy:
        place = (
            ShiftDeputy.objects.filter(
                pk=self.kwargs["pk"], deputy=own_deputy(self.request), left_at__isnull=True
            )
            .select_related("shift__station__organisation", "deputy")
            .first()
        )
        if place is None:
            raise _gone()
        return place

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "choices": self._choices()}

    def _choices(self) -> list[tuple[str, str]]:
        place: ShiftDeputy = self.target
        busy = set(place.shift.places.filter(left_at__isnull=True).values_list("deputy_id", flat=True))
        others = [who for who in deputies_at(place.shift.station, on=place.shift.on) if who.pk not in busy]
        theirs: dict[int, list[ShiftDeputy]] = {}
        rows = ShiftDeputy.objects.filter(
            deputy__in=[who.pk for who in others],
            left_at=None,
            shift__station=place.shift.station_id,
            shift__on__gt=localdate(),
            shift__state__in=_SWAPPABLE,
        ).select_related("shift")
        for row in rows.order_by("shift__on"):
            theirs.setdefault(row.deputy_id, []).append(row)
        found = []
        for who in others:
            found += [
                (
                    f"place:{row.pk}",
                    _("与%(name)s %(month)d 月 %(day)d 日的班对换")
                    % {"name": who.name, "month": row.shift.on.month, "day": row.shift.on.day},
                )
                for row in theirs.get(who.pk, [])[:2]
            ]
            found.append((f"deputy:{who.pk}", _("请%(name)s代这一班") % {"name": who.name}))
        return found

    def act(self, target: ShiftDeputy, data: dict[str, Any]) -> None:
        what, _sep, key = data["choice"].partition(":")
        in_return = None
        if what == "place":
            in_return = ShiftDeputy.objects.select_related("shift", "deputy").get(pk=key)
            to = in_return.deputy
        else:
            to = Deputy.objects.get(pk=key)
        ask_swap(
            target,
            to=to,
            in_return=in_return,
            words=data["words"],
            deputy=target.deputy,
            actor=person(self.request),
            at=now(),
        )

    def get_success_message(self) -> str:
        return _("已发出，对方同意后自动换班。")

    def get_success_url(self) -> str:
        return "/m/rota/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back="/m/rota/", **kwargs)


class CheckInView(PhoneMixin, View):
    """What the code on the station's door opens: one press checks in."""

    def get(self, request: HttpRequest, code: str, token: str) -> HttpResponse:
        return self._page(request, code, token)

    def post(self, request: HttpRequest, code: str, token: str) -> HttpResponse:
        deputy, at = own_deputy(request), now()
        shift = self._shift(code, deputy)
        try:
            if shift is None:
                raise NotFound("no_shift", _("今天您在这个站点没有值班安排，请联络员先登记代班。"))
            uid = _uuid(request.POST.get("uid", ""))
            check_in(shift, deputy, uid=uid, token=token, made_at=at, actor=person(request), at=at)
        except NotAllowed:
            raise
        except DomainError as refused:
            return self._page(request, code, token, refusal=refused.message, status=refused.status)
        messages.success(request, _("签到成功。"))
        return redirect("deputies:my-rota")

    def _shift(self, code: str, deputy: Deputy) -> DutyShift | None:
        """Today's at this station, the next that is not over first."""
        here = localdate()
        rows = (
            DutyShift.objects.filter(
                station__organisation__code=code,
                on=here,
                places__deputy=deputy,
                places__left_at__isnull=True,
            )
            .exclude(state__in=[ShiftState.MOVED, ShiftState.CANCELLED])
            .order_by("starts_at")
        )
        known = set(deputy.check_ins.filter(shift__on=here).values_list("shift_id", flat=True))
        found = list(rows)
        return next((row for row in found if row.pk not in known), found[0] if found else None)

    def _page(
        self, request: HttpRequest, code: str, token: str, *, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        deputy = own_deputy(request)
        station = get_public_station(code)
        shift = self._shift(code, deputy)
        done = shift is not None and deputy.check_ins.filter(shift=shift).first()
        response = render(
            request,
            "deputies/phone/check_in.html",
            {
                "station": station,
                "shift": shift,
                "done": done or None,
                "uid": uuid4(),
                "refusal": refusal,
                "today": localdate(),
                "back": "/m/rota/",
            },
            status=status,
        )
        response["Cache-Control"] = "no-store"
        return response


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
