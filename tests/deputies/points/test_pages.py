"""Points at the desk and on the phone; the simulator."""

import io
from datetime import date, timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.utils.timezone import localdate

from congress.errors import NotAllowed
from congress.people.roles import Role
from deputies.models import PointAccount, PointAppeal, PointAward, PointPeriod, PointRule, RuleSet
from deputies.points.services import adopt_ruleset, draft_ruleset, recount_year, simulate
from tests.deputies.makers import make_deputy, make_mandate, make_term
from tests.deputies.points.test_recount import AT, absence, activity, mandate, recount, second, table, total
from tests.factories import make_user

pytestmark = pytest.mark.django_db
__all__ = ["mandate", "second", "table"]
YEAR = localdate().year


@pytest.fixture
def colleagues(mandate):
    """Five in all: from there on there is a ranking."""
    others = [make_mandate(make_deputy(user=make_user()), term=mandate.term) for _n in range(4)]
    for number, other in enumerate(others):
        for _time in range(number // 2):
            activity(other)
    activity(mandate)
    recount()
    return others


def test_the_ranking_gives_the_same_rank_for_the_same_total(signed_in, clerk, mandate, colleagues) -> None:
    page = signed_in(clerk).get(f"/desk/points/?year={YEAR}")
    assert [(row["rank"], row["account"].total) for row in page.context["rows"]] == [
        (1, 6300), (1, 6300), (1, 6300), (4, 6000), (4, 6000),
    ]  # fmt: skip
    answer = signed_in(clerk).post("/desk/points/export/", {"term": mandate.term_id, "year": YEAR})
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_fewer_than_five_are_listed_without_ranks(signed_in, clerk, mandate) -> None:
    recount()
    page = signed_in(clerk).get(f"/desk/points/?year={YEAR}")
    assert page.context["is_ranked"] is False
    assert "不足五人的组不排名次" in page.content.decode()


def test_a_page_of_the_ranking_takes_the_same_questions_for_many(
    signed_in, clerk, mandate, colleagues, django_assert_max_num_queries
) -> None:
    desk = signed_in(clerk)
    desk.get("/desk/points/")
    with django_assert_max_num_queries(24):
        assert desk.get("/desk/points/").status_code == 200


def test_an_account_shows_what_was_counted_and_what_the_cap_took(signed_in, clerk, mandate) -> None:
    for _time in range(7):
        activity(mandate)
    recount()
    page = signed_in(clerk).get(f"/desk/points/accounts/{mandate.pk}/{YEAR}/").content.decode()
    assert "合计 21，上限 15" in page
    assert "75" in page


def test_a_county_sees_no_points_of_the_city(signed_in, county_clerk, mandate, second) -> None:
    recount()
    desk = signed_in(county_clerk)
    assert desk.get(f"/desk/points/accounts/{mandate.pk}/{YEAR}/").status_code == 404
    own = RuleSet.objects.filter(region_code="430500").first()
    for address in (f"/desk/points/tables/{own.pk}/", f"/desk/points/tables/{own.pk}/simulation/"):
        assert desk.get(address).status_code == 404


def test_a_table_is_drafted_changed_and_put_in_force_by_a_second_person(
    signed_in, clerk, city_office, mandate, table
) -> None:
    first = signed_in(clerk)
    form = {
        "region_code": "430500", "level": "city", "name": "履职积分办法（修订）", "valid_from": f"{YEAR + 1}-01-01",
        "basis": "主任会议通过",
    }  # fmt: skip
    first.post("/desk/points/tables/new/", form)
    draft = RuleSet.objects.get(state="draft")
    line = {"event": "hotline", "label": "热线反映加分", "points": "0.75", "cap": "3"}
    assert first.post(f"/desk/points/tables/{draft.pk}/lines/", {**line, "points": "-1"}).status_code == 422
    assert first.post(f"/desk/points/tables/{draft.pk}/lines/", line).status_code == 302
    rule = draft.rules.get(label="热线反映加分")
    assert (rule.points, rule.cap) == (75, 300)
    first.post(f"/desk/points/tables/{draft.pk}/lines/{rule.pk}/", {**line, "points": "1"})
    rule.refresh_from_db()
    assert rule.points == 100
    first.post(f"/desk/points/tables/{draft.pk}/", {"step": "drop", "line": rule.pk})
    assert not draft.rules.filter(pk=rule.pk).exists()

    own = first.post(f"/desk/points/tables/{draft.pk}/", {"step": "adopt"})
    assert own.status_code == 403
    assert "起草人不能施行" in own.content.decode()
    other = signed_in(make_user(role=Role.CLERK, organisation=city_office))
    assert other.post(f"/desk/points/tables/{draft.pk}/", {"step": "adopt"}).status_code == 302
    refused = first.post(f"/desk/points/tables/{draft.pk}/lines/", line)
    assert refused.status_code == 409
    assert "已经施行，不能再改" in refused.content.decode()


def test_simulating_the_table_in_force_gives_the_booked_totals_and_writes_nothing(
    signed_in, clerk, mandate, colleagues, table
) -> None:
    before = list(PointAward.objects.order_by("pk").values()), list(PointAccount.objects.values())
    rows = simulate(RuleSet.objects.get(state="adopted", region_code="430500", level="city"), YEAR)
    assert [(row.after, row.change, row.climbed) for row in rows] == [
        (6300, 0, 0), (6300, 0, 0), (6300, 0, 0), (6000, 0, 0), (6000, 0, 0),
    ]  # fmt: skip
    assert before == (list(PointAward.objects.order_by("pk").values()), list(PointAccount.objects.values()))


def test_a_table_that_doubles_activities_says_who_would_gain(signed_in, clerk, mandate, colleagues) -> None:
    draft = draft_ruleset(
        region_code="430500", level="city", name="假如加倍", valid_from=date(YEAR + 1, 1, 1), basis="只作试算",
        actor=clerk, on=localdate(),
    )  # fmt: skip
    PointRule.objects.filter(ruleset=draft, event="activity").update(points=600)
    page = signed_in(clerk).get(f"/desk/points/tables/{draft.pk}/simulation/?year={YEAR}")
    assert [(row.before, row.after) for row in page.context["rows"]] == [
        (6300, 6600), (6300, 6600), (6300, 6600), (6000, 6000), (6000, 6000),
    ]  # fmt: skip
    assert (page.context["better"], page.context["worse"]) == (3, 0)


def test_a_claim_goes_from_the_phone_to_the_desk_and_into_the_total(
    signed_in, clerk, deputy, mandate
) -> None:
    recount()
    phone, desk = signed_in(deputy), signed_in(clerk)
    claim = {"step": "claim", "what": "为村里争取到路灯项目", "on": localdate().isoformat(), "uid": uuid4()}
    assert [phone.post("/m/points/", claim).status_code for _n in range(2)] == [302, 302]
    award = PointAward.objects.get(key__startswith="claim")
    assert "待核" in phone.get("/m/points/").content.decode()
    assert "为村里争取到路灯项目" in desk.get("/desk/points/rulings/").content.decode()
    no_reason = desk.post("/desk/points/rulings/", {"kind": "claim", "row": award.pk, "step": "refuse"})
    assert no_reason.status_code == 422
    assert (
        desk.post("/desk/points/rulings/", {"kind": "claim", "row": award.pk, "step": "confirm"}).status_code
        == 302
    )
    assert total(mandate) == 6100


def test_an_appeal_is_ruled_on_and_the_deputy_reads_the_answer(signed_in, clerk, deputy, mandate) -> None:
    activity(mandate)
    recount()
    phone, desk = signed_in(deputy), signed_in(clerk)
    award = PointAward.objects.get(key__startswith="entry")
    phone.post("/m/points/", {"step": "appeal", "award": award.pk, "text": "当天参加了两次检查"})
    row = PointAppeal.objects.get()
    ruling = {
        "kind": "appeal",
        "row": row.pk,
        "step": "uphold",
        "points": "6",
        "ruling": "情况属实，按两次计",
    }
    assert desk.post("/desk/points/rulings/", ruling).status_code == 302
    assert total(mandate) == 6600
    assert "情况属实，按两次计" in phone.get("/m/points/").content.decode()


def test_the_phone_shows_the_rank_only_where_the_office_decided_so(
    signed_in, clerk, deputy, mandate, colleagues
) -> None:
    phone, desk = signed_in(deputy), signed_in(clerk)
    assert "第 1 名" not in phone.get("/m/points/").content.decode()
    own = RuleSet.objects.get(state="adopted", region_code="430500", level="city")
    desk.post(f"/desk/points/tables/{own.pk}/", {"step": "shown", "whom": "deputies"})
    assert "第 1 名" in phone.get("/m/points/").content.decode()


def test_anothers_award_cannot_be_appealed(signed_in, deputy, mandate, colleagues) -> None:
    foreign = PointAward.objects.exclude(mandate=mandate).first()
    answer = signed_in(deputy).post("/m/points/", {"step": "appeal", "award": foreign.pk, "text": "不公平啊"})
    assert answer.status_code == 404


def test_a_year_is_closed_at_the_desk(signed_in, clerk, mandate) -> None:
    recount_year("430500", "city", YEAR - 1, actor=clerk, at=AT)
    address = f"/desk/points/terms/{mandate.term_id}/freeze/"
    assert signed_in(clerk).post(address, {"year": YEAR, "quarter": 0}).status_code == 422
    assert signed_in(clerk).post(address, {"year": YEAR - 1, "quarter": 0}).status_code == 302
    assert PointPeriod.objects.get().year == YEAR - 1


def test_who_missed_a_session_without_leave_reads_the_law(signed_in, deputy, mandate) -> None:
    absence(mandate, localdate() - timedelta(days=30))
    recount()
    assert "代表法第六十二条" in signed_in(deputy).get("/m/points/").content.decode()


def test_adopting_needs_a_keeper(clerk, county_clerk, mandate) -> None:
    draft = draft_ruleset(
        region_code="430500", level="city", name="修订草案", valid_from=date(YEAR + 1, 1, 1), basis="试行办法",
        actor=clerk, on=localdate(),
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        adopt_ruleset(draft, actor=county_clerk, at=AT)


def test_a_refused_ruling_keeps_what_was_typed_and_says_what_is_wrong(
    signed_in, clerk, deputy, mandate
) -> None:
    activity(mandate)
    recount()
    award = PointAward.objects.get(key__startswith="entry")
    signed_in(deputy).post("/m/points/", {"step": "appeal", "award": award.pk, "text": "当天参加了两次检查"})
    row = PointAppeal.objects.get()
    ruling = {
        "kind": "appeal",
        "row": row.pk,
        "step": "uphold",
        "points": "很多",
        "ruling": "情况属实，按两次计",
    }
    answer = signed_in(clerk).post("/desk/points/rulings/", ruling)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "改为多少分：" in page
    assert 'value="情况属实，按两次计"' in page


def test_ranks_are_for_those_whom_the_office_chose(
    signed_in, clerk, supervisor, mandate, colleagues, table
) -> None:
    def order(user) -> tuple[bool, list[int]]:
        page = signed_in(user).get(f"/desk/points/?year={YEAR}")
        return page.context["is_ranked"], [row["account"].total for row in page.context["rows"]]

    by_points, by_roster = [6300, 6300, 6300, 6000, 6000], [6300, 6000, 6000, 6300, 6300]
    assert (order(clerk), order(supervisor)) == ((True, by_points), (False, by_roster))
    RuleSet.objects.filter(state="adopted").update(ranking_shown_to="nobody")
    assert order(clerk) == (False, by_roster)
    RuleSet.objects.filter(state="adopted").update(ranking_shown_to="deputies")
    assert order(supervisor) == (True, by_points)


def test_the_workbook_of_a_small_group_has_its_rows(signed_in, clerk, mandate) -> None:
    recount()
    answer = signed_in(clerk).post("/desk/points/export/", {"term": mandate.term_id, "year": YEAR})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert mandate.deputy.name in [cell.value for row in sheet.iter_rows() for cell in row]


def test_simulating_a_countys_table_leaves_the_citys_events_to_the_city(
    clerk, second, mandate, table
) -> None:
    county = make_mandate(
        mandate.deputy,
        term=make_term("county", "430524", 18, starts_on=mandate.starts_on, ends_on=date(YEAR + 3, 12, 31)),
    )
    draft = draft_ruleset(
        region_code="430524", level="county", name="县积分办法", valid_from=date(YEAR, 1, 1), basis="主任会议通过",
        actor=clerk, on=localdate(),
    )  # fmt: skip
    own = adopt_ruleset(draft, actor=second, at=AT)
    activity(mandate)
    for region, level in (("430500", "city"), ("430524", "county")):
        recount_year(region, level, YEAR, actor=clerk, at=AT)
    assert (total(mandate), PointAccount.objects.get(mandate=county, year=YEAR).total) == (6300, 6000)
    assert [(row.before, row.after) for row in simulate(own, YEAR)] == [(6000, 6000)]
