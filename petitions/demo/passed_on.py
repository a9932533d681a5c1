"""What became of the matters that deputies passed on: most were answered on the spot, some are still open."""

from datetime import date, datetime, time, timedelta

from django.db import transaction

from congress import clock
from congress.people.roles import Role
from congress.workdays.selectors import working_calendar
from deputies.logbooks.models import Voice
from petitions.demo.office import Office
from petitions.demo.world import SHANGHAI
from petitions.suggestions.models import Suggestion
from petitions.suggestions.selectors import office_of
from petitions.suggestions.services.triage import answer_on_spot
from petitions.suggestions.states import ResultClass, State

OLD = timedelta(days=5)
ANSWERS = (
    (ResultClass.SOLVED, "已当天联系村里和施工队，现场看过，三天内修好，站点会回头看。"),
    (ResultClass.SOLVED, "经站点协调，乡镇已安排专人处理，反映的问题当面说清，群众认可。"),
    (ResultClass.EXPLAINED, "已带着政策本子上门解释，符合条件的部分帮着填好了申请。"),
    (ResultClass.PLANNED, "已列入乡镇下季度计划，资金和负责人都已落实，到时再去看。"),
    (ResultClass.PARTLY, "先做了临时处理，路面垫平、警示牌立好，彻底修要等雨季过后。"),
)
# One in so many is left for the office to do.
OPEN_EVERY = 6


@transaction.atomic
def load_passed_on(*, on: date) -> None:
    """Answer them once, each on the second working day after it came."""
    numbers = Voice.objects.exclude(matter_number="").values("matter_number")
    rows = Suggestion.objects.filter(
        number__in=numbers,
        state__in=[State.RECEIVED, State.ACCEPTED],
        received_on__lte=on - OLD,
        is_crisis=False,
        confidentiality="work",
    ).order_by("pk")
    if Suggestion.objects.filter(number__in=numbers, replies__isnull=False).exists():
        return
    office, calendar = Office(on), working_calendar()
    for place, matter in enumerate(rows):
        if place % OPEN_EVERY == OPEN_EVERY - 1:
            continue
        day = calendar.add(matter.received_on, 2)
        result, text = ANSWERS[place % len(ANSWERS)]
        clerk = office.account(office_of(matter.county_code), Role.CLERK)
        with clock.at(datetime.combine(day, time(10, 20), SHANGHAI)):
            answer_on_spot(matter, text=text, result_class=result, actor=clerk, on=day)
