from datetime import date

import pytest

from congress.models import AuditEvent, Notice
from congress.people.actors import SYSTEM
from congress.workdays.models import CalendarYear, SpecialDay
from congress.workdays.selectors import forget_calendar
from petitions.suggestions.models import Clock, Suggestion
from petitions.suggestions.services import sweep
from petitions.suggestions.services.clocks import recompute_clocks
from petitions.suggestions.services.sweep import sweep_clocks
from petitions.suggestions.states import State
from tests.petitions.suggestions.cases import MONDAY, in_hand, receive, replied, transferred

pytestmark = pytest.mark.django_db


def told(template: str) -> list[tuple[str, str]]:
    """Who was told about which clock."""
    rows = Notice.objects.filter(template=template).select_related("organisation").order_by("id")
    return [(row.organisation.short_name, row.context["kind"]) for row in rows]


def test_nothing_due_does_nothing_and_writes_nothing(clerk, department) -> None:
    transferred(clerk, department)
    before = (Notice.objects.count(), AuditEvent.objects.count())
    assert sweep_clocks(on=MONDAY) == 0
    assert (Notice.objects.count(), AuditEvent.objects.count()) == before


def test_the_handler_is_warned_two_working_days_before_on_the_day_and_after(
    clerk, handler, department, city_office
) -> None:
    in_hand(clerk, department, handler)
    Clock.objects.filter(kind="contact").update(next_on=None)
    sweep_clocks(on=date(2026, 11, 12))
    assert told("clock_soon") == [("市水利局", "答复")]
    sweep_clocks(on=date(2026, 11, 16))
    assert told("clock_due") == [("市水利局", "答复")]
    sweep_clocks(on=date(2026, 11, 17))
    assert sorted(told("clock_overdue")) == [("市人大代表工委", "答复"), ("市水利局", "答复")]


def test_many_cases_of_one_office_come_as_one_message_with_a_list_to_open(clerk, department) -> None:
    for _number in range(4):
        transferred(clerk, department)
    Clock.objects.exclude(kind="sign").update(next_on=None)
    sweep_clocks(on=date(2026, 11, 10))
    notice = Notice.objects.get(template="clocks_due")
    assert (notice.organisation, notice.context) == (department, {"count": 4, "earliest": "2026-11-10"})
    assert notice.link == "/desk/suggestions/?view=soon"
    assert Notice.objects.filter(template="clock_due").count() == 0
    sweep_clocks(on=date(2026, 11, 10))
    assert Notice.objects.filter(template="clocks_due").count() == 1


def test_a_worker_killed_between_a_clock_and_its_step_leaves_both_for_the_next_sweep(
    clerk, handler, department, monkeypatch
) -> None:
    matter = in_hand(clerk, department, handler)

    def killed(*_args, **_kwargs):
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(sweep, "urge_suggestion", killed)
        with pytest.raises(SystemExit):
            sweep_clocks(on=date(2026, 11, 18))
    matter.refresh_from_db()
    assert matter.urge_count == 0
    sweep_clocks(on=date(2026, 11, 18))
    matter.refresh_from_db()
    assert matter.urge_count == 1


def test_the_sweep_run_twice_on_a_day_tells_nobody_twice(clerk, handler, department) -> None:
    in_hand(clerk, department, handler)
    assert sweep_clocks(on=date(2026, 11, 17)) > 0
    before = (Notice.objects.count(), AuditEvent.objects.count())
    assert sweep_clocks(on=date(2026, 11, 17)) == 0
    assert (Notice.objects.count(), AuditEvent.objects.count()) == before


def test_a_late_answer_is_urged_and_then_supervised(clerk, handler, department) -> None:
    matter = in_hand(clerk, department, handler)
    sweep_clocks(on=date(2026, 11, 18))
    matter.refresh_from_db()
    assert (matter.urge_count, matter.supervised_on) == (1, None)
    sweep_clocks(on=date(2026, 11, 25))
    matter.refresh_from_db()
    assert (matter.urge_count, matter.supervised_on) == (1, date(2026, 11, 25))
    assert [e.actor_name for e in matter.entries.filter(step__in=("urge", "supervise"))] == ["系统", "系统"]


def test_what_was_not_signed_in_a_working_day_is_signed_by_the_system_and_the_clock_runs(
    clerk, department
) -> None:
    matter = transferred(clerk, department)
    sweep_clocks(on=date(2026, 11, 11))
    matter.refresh_from_db()
    assert matter.state == State.HANDLING
    assert matter.assignments.get().is_auto_signed
    assert matter.due_on == date(2026, 11, 16)


def test_without_a_rating_the_case_is_concluded_and_later_archived(clerk, handler, department) -> None:
    matter = replied(clerk, department, handler)
    sweep_clocks(on=date(2026, 11, 25))
    matter.refresh_from_db()
    assert (matter.state, matter.concluded_on, matter.satisfied) == (State.CONCLUDED, date(2026, 11, 25), "")
    sweep_clocks(on=date(2026, 12, 11))
    matter.refresh_from_db()
    assert matter.state == State.ARCHIVED


def test_days_on_which_nobody_swept_are_made_up_once(clerk, handler, department) -> None:
    matter = in_hand(clerk, department, handler)
    sweep_clocks(on=date(2026, 12, 1))
    matter.refresh_from_db()
    assert (matter.urge_count, matter.supervised_on) == (1, date(2026, 12, 1))
    assert Notice.objects.filter(template="clock_overdue", organisation=department).count() == 2  # 联系, 答复


def test_a_case_that_moved_on_meanwhile_is_passed_over_and_the_log_says_so(
    clerk, handler, department
) -> None:
    matter = replied(clerk, department, handler)
    Suggestion.objects.filter(pk=matter.pk).update(state=State.HANDLING)
    sweep_clocks(on=date(2026, 11, 25))
    assert AuditEvent.objects.filter(verb="petitions.clock.passed_over").get().facts["code"] == "wrong_state"


def test_a_notice_of_the_year_moves_running_limits_and_each_move_is_recorded(clerk, department) -> None:
    matter = receive(on=date(2026, 12, 31)).suggestion
    assert matter.due_on == date(2027, 1, 4)
    assert matter.clocks.get().is_provisional
    CalendarYear.objects.create(year=2027, notice_title="国办发明电〔2026〕示例")
    SpecialDay.objects.create(date=date(2027, 1, 1), is_working=False, name="元旦", source="示例")
    SpecialDay.objects.create(date=date(2027, 1, 4), is_working=False, name="元旦", source="示例")
    forget_calendar()
    assert recompute_clocks(actor=SYSTEM, on=date(2026, 12, 31)) == 1
    matter.refresh_from_db()
    assert matter.due_on == date(2027, 1, 6)
    assert AuditEvent.objects.filter(verb="petitions.clock.recomputed").get().facts["before"] == "2027-01-04"
    assert recompute_clocks(actor=SYSTEM, on=date(2026, 12, 31)) == 0
