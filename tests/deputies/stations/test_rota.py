"""The duty rota as the station lives it."""

import threading
from datetime import date, datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from congress.errors import BadInput, DomainError, NotAllowed, Stale, WrongState
from congress.models import AuditEvent, Notice
from congress.people.roles import Role
from deputies.models import CheckIn, DeputyWish, DutyShift, RotaPattern, ShiftSwap
from deputies.roster.services import Decision, change_mandate
from deputies.roster.states import ChangeKind
from deputies.stations.door import door_token
from deputies.stations.services import (
    answer_swap,
    ask_swap,
    cancel_shift,
    check_in,
    finish_shift,
    generate_rota,
    miss_shift,
    move_shift,
    open_shift,
    publish_shifts,
    set_pattern,
    substitute,
    withdraw_swap,
)
from deputies.stations.services.rota_sweep import sweep_rota
from tests.deputies.makers import assign, make_deputy, make_mandate, make_station
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 9, tzinfo=SHANGHAI)
JULY = {"since": date(2026, 7, 1), "until": date(2026, 7, 31)}


@pytest.fixture
def place(station):
    """桃花坪's station, every Friday morning, two deputies who have accounts."""
    place = make_station(station)
    RotaPattern.objects.create(
        station=place, kind="weekly", days=[5], starts_at=time(9), ends_at=time(11, 30), deputies_per_shift=1
    )
    return place


@pytest.fixture
def two(place, station):
    """Two deputies of the station, each with an account."""
    people = []
    for name in ("欧阳春", "唐丽娟"):
        user = make_user(role=Role.DEPUTY, organisation=station, name=name, username=f"user-{name}")
        deputy = make_deputy(name, user=user)
        make_mandate(deputy)
        assign(deputy, place)
        people.append(deputy)
    return people


@pytest.fixture
def july(place, two, station_officer):
    """The shifts of July, announced."""
    generate_rota(place, **JULY, actor=station_officer, on=TODAY)
    publish_shifts(place, until=JULY["until"], actor=station_officer, at=NOW)
    return list(place.shifts.order_by("on"))


def _names(shift):
    return [p.deputy.name for p in shift.places.filter(left_at__isnull=True).order_by("pk")]


def test_a_month_is_planned_in_turn_and_planning_it_again_adds_nothing(place, two, station_officer):
    shifts = generate_rota(place, **JULY, actor=station_officer, on=TODAY)
    assert [shift.on.day for shift in shifts] == [3, 10, 17, 24, 31]
    assert [_names(shift) for shift in shifts] == [["欧阳春"], ["唐丽娟"], ["欧阳春"], ["唐丽娟"], ["欧阳春"]]
    assert generate_rota(place, **JULY, actor=station_officer, on=TODAY) == []
    event = AuditEvent.objects.get(verb="deputies.rota.generated")
    assert event.facts == {"since": "2026-07-01", "until": "2026-07-31", "shifts": 5, "missing": 0}


def test_a_cancelled_day_does_not_come_back_when_the_month_is_planned_again(july, place, station_officer):
    cancel_shift(july[0], reason="防汛值守", actor=station_officer, at=NOW)
    assert generate_rota(place, **JULY, actor=station_officer, on=TODAY) == []


def test_who_cannot_come_is_not_called(place, two, station_officer):
    DeputyWish.objects.create(deputy=two[0], starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 20))
    shifts = generate_rota(place, **JULY, actor=station_officer, on=TODAY)
    assert [_names(shift)[0] for shift in shifts] == ["唐丽娟", "唐丽娟", "唐丽娟", "欧阳春", "欧阳春"]


def test_the_past_is_not_planned_and_a_stranger_plans_nothing(place, station_officer, other_handler):
    with pytest.raises(BadInput, match="从明天起"):
        generate_rota(place, since=TODAY, until=TODAY, actor=station_officer, on=TODAY)
    with pytest.raises(NotAllowed):
        generate_rota(place, **JULY, actor=other_handler, on=TODAY)
    assert DutyShift.objects.count() == 0


def test_a_new_pattern_ends_the_old_one_and_must_name_real_days(place, station_officer):
    bad = RotaPattern(kind="weekly", days=[8], starts_at=time(9), ends_at=time(11))
    with pytest.raises(BadInput, match="请选择接待日"):
        set_pattern(place, bad, actor=station_officer, on=TODAY)
    good = RotaPattern(kind="month_days", days=[10, 9], starts_at=time(9), ends_at=time(11))
    set_pattern(place, good, actor=station_officer, on=TODAY)
    assert [p.days for p in place.patterns.filter(is_active=True)] == [[9, 10]]


def test_announcing_tells_each_deputy_once_for_the_whole_month(july, two):
    assert {shift.state for shift in july} == {"published"}
    notices = Notice.objects.filter(template="shift_assigned").order_by("pk")
    assert [(n.user.name, n.context["count"]) for n in notices] == [("欧阳春", 3), ("唐丽娟", 2)]


def test_what_is_announced_less_than_three_days_ahead_is_marked(place, two, station_officer):
    generate_rota(place, since=date(2026, 6, 2), until=date(2026, 6, 12), actor=station_officer, on=TODAY)
    late = datetime(2026, 6, 3, 9, tzinfo=SHANGHAI)
    published = publish_shifts(place, until=date(2026, 6, 12), actor=station_officer, at=late)
    assert [(s.on.day, s.changed_at is not None) for s in published] == [(5, True), (12, False)]


def test_a_moved_reception_keeps_its_deputy_and_says_where_it_went(july, station_officer):
    moved = move_shift(july[0], to=date(2026, 7, 6), reason="场地维修", actor=station_officer, at=NOW)
    old = DutyShift.objects.get(pk=july[0].pk)
    assert (old.state, old.moved_to, old.note) == ("moved", moved, "场地维修")
    assert (moved.state, moved.planned_on, _names(moved)) == ("published", date(2026, 7, 3), ["欧阳春"])
    assert moved.changed_at == NOW
    assert Notice.objects.filter(template="shift_moved").count() == 1


@pytest.mark.parametrize(
    ("day", "sentence"), [(date(2026, 7, 5), "休息日"), (date(2026, 7, 10), "已有接待安排")]
)
def test_a_reception_is_not_moved_to_a_rest_day_or_a_taken_one(july, station_officer, day, sentence):
    with pytest.raises(BadInput, match=sentence):
        move_shift(july[0], to=day, reason="场地维修", actor=station_officer, at=NOW)
    assert DutyShift.objects.count() == 5


def test_two_phones_change_the_same_shift_and_the_slower_one_is_told(july, station_officer):
    version = july[0].version
    cancel_shift(july[0], reason="防汛值守", version=version, actor=station_officer, at=NOW)
    with pytest.raises(Stale, match="刚被修改"):
        move_shift(
            july[0], to=date(2026, 7, 6), reason="改期", version=version, actor=station_officer, at=NOW
        )


def test_a_swap_takes_two_taps_and_changes_both_shifts(july, two):
    asker, other = two
    mine, theirs = july[0].places.get(), july[1].places.get()
    swap = ask_swap(mine, to=other, in_return=theirs, deputy=asker, actor=asker.user, at=NOW)
    assert Notice.objects.get(template="swap_asked").user == other.user
    answer_swap(swap, agree=True, deputy=other, actor=other.user, at=NOW)
    assert [_names(shift) for shift in july[:2]] == [["唐丽娟"], ["欧阳春"]]
    assert Notice.objects.get(template="swap_accepted").user == asker.user
    with pytest.raises(WrongState, match="已经处理过了"):
        answer_swap(swap, agree=False, deputy=other, actor=other.user, at=NOW)


def test_a_declined_or_withdrawn_swap_changes_nothing(july, two):
    asker, other = two
    swap = ask_swap(july[0].places.get(), to=other, deputy=asker, actor=asker.user, at=NOW)
    with pytest.raises(WrongState, match="已经发出过"):
        ask_swap(july[0].places.get(), to=other, deputy=asker, actor=asker.user, at=NOW)
    answer_swap(swap, agree=False, deputy=other, actor=other.user, at=NOW)
    again = ask_swap(july[0].places.get(), to=other, deputy=asker, actor=asker.user, at=NOW)
    withdraw_swap(again, deputy=asker, actor=asker.user, at=NOW)
    assert _names(july[0]) == ["欧阳春"]
    assert sorted(ShiftSwap.objects.values_list("state", flat=True)) == ["declined", "withdrawn"]


def test_nobody_swaps_the_shift_of_somebody_else_or_answers_for_another(july, two, deputy):
    asker, other = two
    with pytest.raises(NotAllowed, match="自己的班"):
        ask_swap(july[1].places.get(), to=other, deputy=asker, actor=asker.user, at=NOW)
    swap = ask_swap(july[0].places.get(), to=other, deputy=asker, actor=asker.user, at=NOW)
    with pytest.raises(NotAllowed, match="不是发给您的"):
        answer_swap(swap, agree=True, deputy=asker, actor=asker.user, at=NOW)


def test_the_officer_puts_somebody_in_the_place_of_another(july, two, station_officer):
    substitute(july[0], leaving=two[0], coming=two[1], actor=station_officer, at=NOW)
    assert _names(july[0]) == ["唐丽娟"]
    with pytest.raises(BadInput, match="已经在这一班"):
        substitute(july[0], leaving=None, coming=two[1], actor=station_officer, at=NOW)


def test_a_deputy_checks_in_with_the_door_of_that_day_and_twice_is_once(july, two):
    day = datetime(2026, 7, 3, 9, 5, tzinfo=SHANGHAI)
    token = door_token(july[0].station, july[0].on)
    arguments = {"token": token, "made_at": day, "actor": two[0].user, "at": day}
    first = check_in(july[0], two[0], uid=uuid4(), **arguments)
    assert check_in(july[0], two[0], uid=uuid4(), **arguments) == first
    assert (CheckIn.objects.count(), first.way) == (1, "code")


def test_yesterdays_picture_of_the_door_is_useless(july, two):
    day = datetime(2026, 7, 3, 9, 5, tzinfo=SHANGHAI)
    old = door_token(july[0].station, date(2026, 7, 2))
    with pytest.raises(BadInput, match="每天更换"):
        check_in(july[0], two[0], uid=uuid4(), token=old, made_at=day, actor=two[0].user, at=day)
    with pytest.raises(BadInput, match="签到码不对"):
        check_in(july[0], two[0], uid=uuid4(), token="X" * 16, made_at=day, actor=two[0].user, at=day)
    assert CheckIn.objects.count() == 0


def test_a_check_in_without_signal_counts_for_the_moment_of_the_scan(july, two):
    scanned = datetime(2026, 7, 3, 9, 5, tzinfo=SHANGHAI)
    home = datetime(2026, 7, 4, 20, tzinfo=SHANGHAI)
    token = door_token(july[0].station, july[0].on)
    made = check_in(july[0], two[0], uid=uuid4(), token=token, made_at=scanned, actor=two[0].user, at=home)
    assert (made.at, made.received_at) == (scanned, home)


def test_a_reception_opens_on_its_day_and_ends_with_the_visitors(july, two):
    day = datetime(2026, 7, 3, 9, tzinfo=SHANGHAI)
    with pytest.raises(WrongState, match="当天"):
        open_shift(july[0], actor=two[0].user, at=NOW)
    opened = open_shift(july[0], actor=two[0].user, at=day)
    done = finish_shift(opened, visitors=0, actor=two[0].user, at=day)
    assert (done.state, done.visitors) == ("done", 0)


def test_who_checked_in_was_not_missing(july, two, station_officer):
    day = datetime(2026, 7, 3, 18, tzinfo=SHANGHAI)
    check_in(july[0], two[0], uid=uuid4(), made_at=day, actor=station_officer, at=day)
    with pytest.raises(WrongState, match="已有代表签到"):
        miss_shift(july[0], reason="没有来", actor=station_officer, at=day)


def test_the_end_of_a_mandate_frees_the_later_shifts_and_tells_the_station(july, two, clerk):
    change_mandate(
        two[0].mandates.get(),
        kind=ChangeKind.TRANSFER_OUT,
        effective_on=date(2026, 7, 4),
        decision=Decision(basis="代表法第六十二条第一项"),
        actor=clerk,
        on=TODAY,
    )
    assert [_names(shift) for shift in july] == [["欧阳春"], ["唐丽娟"], [], ["唐丽娟"], []]
    assert Notice.objects.filter(template="shift_left_empty").count() == 1


def test_the_daily_sweep_reminds_and_warns_once(july, two, place):
    week_before = datetime(2026, 6, 26, 7, 40, tzinfo=SHANGHAI)
    july[1].places.all().delete()
    assert sweep_rota(at=week_before) == 1  # the reminder of 3 July
    assert sweep_rota(at=week_before) == 0
    ten_before = datetime(2026, 6, 30, 7, 40, tzinfo=SHANGHAI)
    assert sweep_rota(at=ten_before) == 2  # three days to 3 July; nobody on 10 July
    assert Notice.objects.filter(template="shift_empty").count() == 1


def test_a_reception_without_any_trace_is_marked_hollow_after_three_days(july, two, station_officer):
    sweep_rota(at=datetime(2026, 7, 6, 7, 40, tzinfo=SHANGHAI))
    assert DutyShift.objects.filter(is_hollow=True).count() == 0
    sweep_rota(at=datetime(2026, 7, 7, 7, 40, tzinfo=SHANGHAI))
    assert list(DutyShift.objects.filter(is_hollow=True)) == [july[0]]
    day = datetime(2026, 7, 8, 9, tzinfo=SHANGHAI)
    made_at = datetime(2026, 7, 3, 9, tzinfo=SHANGHAI)
    check_in(july[0], two[0], uid=uuid4(), made_at=made_at, actor=station_officer, at=day)
    july[0].refresh_from_db()
    assert july[0].is_hollow is False


def test_an_unanswered_question_lapses_when_the_day_has_come(july, two):
    swap = ask_swap(july[0].places.get(), to=two[1], deputy=two[0], actor=two[0].user, at=NOW)
    sweep_rota(at=datetime(2026, 7, 3, 7, 40, tzinfo=SHANGHAI))
    swap.refresh_from_db()
    assert swap.state == "expired"


@pytest.mark.django_db(transaction=True)
def test_of_two_taps_at_once_on_one_question_only_one_counts(july, two):
    swap = ask_swap(july[0].places.get(), to=two[1], deputy=two[0], actor=two[0].user, at=NOW)
    answers: list[str] = []
    ready = threading.Barrier(2)

    def tap() -> None:
        ready.wait()
        try:
            mine = ShiftSwap.objects.select_related("place", "in_return").get(pk=swap.pk)
            answer_swap(mine, agree=True, deputy=two[1], actor=two[1].user, at=NOW)
            answers.append("done")
        except DomainError as refused:
            answers.append(refused.code)
        finally:
            connection.close()

    taps = [threading.Thread(target=tap) for _ in range(2)]
    for thread in taps:
        thread.start()
    for thread in taps:
        thread.join()
    assert sorted(answers) == ["answered", "done"]
    assert _names(july[0]) == ["唐丽娟"]
