"""The pages of the scores, as a clerk, a department and a citizen see them."""

import json
import re
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from congress.models import Notice
from outreach.models import Assessment, CitizenRating, Rectification, Remark
from outreach.projects.scores import services
from outreach.projects.scores.services.hearing import erase_rating_phones, phone_index_of
from outreach.projects.states import YearState
from tests.outreach.projects.scores.makers import (
    AT,
    make_counting,
    make_finished,
    make_graded,
    publish,
    second_clerk,
)

pytestmark = pytest.mark.django_db
PHONE = "13800001234"


@pytest.fixture
def other(city_office):
    return second_clerk(city_office)


@pytest.fixture
def project(city_office, department):
    return make_finished(city_office, unit=department, title="资江北路人行天桥")


def page(client, name, *args, status=200):
    answer = client.get(reverse(f"outreach:{name}", args=args))
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def send(client, name, *args, follow=False, **data):
    return client.post(reverse(f"outreach:{name}", args=args), data, follow=follow)


def text_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_empty_pages_say_what_comes_here(signed_in, clerk, handler):
    assert "没有正在整改的项目" in page(signed_in(clerk), "scores")
    assert "还没有满意度测评" in page(signed_in(clerk), "scores")
    assert "还没有满意度测评" not in page(signed_in(handler), "scores")


def test_two_clerks_take_an_assessment_from_the_plan_to_the_public_page(
    client, signed_in, clerk, other, project
):
    first, second, year = signed_in(clerk), signed_in(other), project.year
    answer = send(
        first, "score-plan", year.uid, title="市人大常委会第三十次会议", assessors="committee", means="paper",
        meets_on=localdate().isoformat(), members=29, projects=[project.pk],
    )  # fmt: skip
    made = Assessment.objects.get()
    assert answer["Location"] == reverse("outreach:assessment", args=[made.uid])
    send(first, "score-hold", made.uid, present=29, version=1)
    item = made.items.get()
    line = {f"good_{item.pk}": 17, f"fair_{item.pk}": 11, f"poor_{item.pk}": 1}
    count = {"issued": 29, "returned": 29, "invalid": 0, "turn": 1, **line}
    assert "等另一个人录入" in send(first, "score-count", made.uid, follow=True, **count).content.decode()
    # The second person's page holds none of the first one's numbers.
    shown = page(second, "score-count", made.uid)
    assert 'value="17"' not in shown
    assert "15 票" in shown
    assert "结果已得出" in send(second, "score-count", made.uid, follow=True, **count).content.decode()
    public = reverse("outreach:public-score", args=[project.uid])
    assert "还没有公布测评结果" in client.get(public).content.decode()
    made.refresh_from_db()
    send(first, "score-publish", made.uid, version=made.version)
    cache.clear()
    shown = text_of(client.get(public).content.decode())
    for words in (
        "满意 17 58.62%",
        "基本满意 11 37.93%",
        "不满意 1 3.45%",
        "全体 29 人，到会 29 人",
        "85.17",
    ):
        assert words in shown
    table = client.get(reverse("outreach:public-year-scores", args=[year.uid])).content.decode()
    assert "资江北路人行天桥" in table
    assert "97" not in re.findall(r"总体满意率[^%]+%", table)[0].replace("96.55", "")


def test_numbers_that_differ_are_shown_to_both_and_only_where_they_differ(signed_in, clerk, other, project):
    made = make_counting(clerk, project)
    item = made.items.get()
    for person, good in ((clerk, 17), (other, 16)):
        line = {f"good_{item.pk}": good, f"fair_{item.pk}": 11, f"poor_{item.pk}": 1}
        send(signed_in(person), "score-count", made.uid, issued=29, returned=29, invalid=0, turn=1, **line)
    shown = text_of(page(signed_in(clerk), "assessment", made.uid))
    assert "17 / 11 / 1" in shown
    assert "16 / 11 / 1" in shown
    assert "发出票" not in shown


def test_what_is_typed_wrong_stays_on_the_page_with_the_sentence_at_its_field(signed_in, clerk, project):
    made = make_counting(clerk, project)
    item = made.items.get()
    line = {f"good_{item.pk}": 20, f"fair_{item.pk}": 11, f"poor_{item.pk}": 1}
    answer = send(
        signed_in(clerk), "score-count", made.uid, issued=29, returned=29, invalid=0, turn=1, **line
    )
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "三项合计 32 票，多于有效票 29 张" in shown
    assert 'value="20"' in shown


def test_unsatisfactory_needs_a_demand_and_the_unit_reports_on_it(
    client, signed_in, clerk, other, handler, other_handler, project
):
    made = make_graded(clerk, other, project, (5, 5, 19))
    desk = signed_in(clerk)
    assert "三个月内复评" in page(desk, "score-publish", made.uid)
    assert send(desk, "score-publish", made.uid, version=made.version).status_code == 422
    field = f"demand_{project.uid}"
    send(desk, "score-publish", made.uid, version=made.version, **{field: "加装无障碍电梯，落实管护。"})
    task = Rectification.objects.get()
    assert "加装无障碍电梯" in page(signed_in(handler), "score-task", task.uid)
    page(signed_in(other_handler), "score-task", task.uid, status=404)
    assert "资江北路人行天桥" in page(signed_in(handler), "scores")
    assert "资江北路人行天桥" not in page(signed_in(other_handler), "scores")
    send(
        signed_in(handler),
        "score-task-report",
        task.uid,
        version=1,
        report="电梯已安装并验收，管护单位为城管局。",
    )
    send(desk, "score-task-return", task.uid, version=2, reason="请附验收单")
    task.refresh_from_db()
    assert (task.state, task.remark) == ("open", "请附验收单")
    cache.clear()
    shown = client.get(reverse("outreach:public-score", args=[project.uid])).content.decode()
    assert "加装无障碍电梯" in shown
    assert "电梯已安装" not in shown


def code_sent():
    return Notice.objects.filter(template="phone_code").order_by("-pk").first()


def rate(client, project, *, phone=PHONE, grade="good", better="", monkeypatch=None):
    answer = send(client, "rate", project.uid, grade=grade, better=better, phone=phone)
    assert answer.status_code == 302, answer.content.decode()
    code = json.loads(code_sent().secrets.reveal())["code"]
    return send(client, "rate-code", project.uid, code=code, follow=True)


def test_one_phone_rates_a_project_once_and_the_number_is_kept_nowhere(client, project):
    assert "已收到您的评价" in rate(client, project, better="晚上没有路灯，请加灯").content.decode()
    rating, remark = CitizenRating.objects.get(), Remark.objects.get()
    assert (rating.grade, remark.text, remark.topic) == ("good", "晚上没有路灯，请加灯", "")
    assert bytes(rating.phone_index) == phone_index_of(project, PHONE)
    assert "project_rating" not in client.session
    again = rate(client, project, phone="+86 138 0000 1234", grade="poor").content.decode()
    assert "每个手机号只能评价一次" in again
    assert CitizenRating.objects.get().grade == "good"


def test_the_same_phone_leaves_traces_at_two_projects_that_nobody_can_join(city_office, client, project):
    second = make_finished(city_office, year=project.year)
    rate(client, project)
    rate(client, second)
    assert len({bytes(row.phone_index) for row in CitizenRating.objects.all()}) == 2


def test_a_code_for_one_project_confirms_no_other_and_a_wrong_one_nothing(city_office, client, project):
    second = make_finished(city_office, year=project.year)
    send(client, "rate", project.uid, grade="good", phone=PHONE)
    assert send(client, "rate-code", second.uid, code="123456").status_code == 302
    send(client, "rate", project.uid, grade="good", phone=PHONE)
    assert send(client, "rate-code", project.uid, code="abc").status_code == 422
    assert not CitizenRating.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"phone": PHONE}, "请选择一项评价"),
        ({"grade": "good", "phone": "0739-5321234"}, "固定电话"),
        ({"grade": "good", "phone": "12"}, "手机号"),
        ({"grade": "excellent", "phone": PHONE}, "excellent"),
        ({"grade": "good", "phone": PHONE, "better": "！！！"}, "请用文字写清楚"),
    ],
)
def test_bad_answers_are_said_at_their_field_and_send_no_message(client, project, data, words):
    answer = send(client, "rate", project.uid, **data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert code_sent() is None


def test_a_filed_year_takes_no_more_answers(client, project):
    project.year.state = YearState.CLOSED
    project.year.save()
    assert "现在不能评价" in page(client, "rate", project.uid)
    assert send(client, "rate", project.uid, grade="good", phone=PHONE).status_code == 409
    assert not CitizenRating.objects.exists()


def test_messages_to_one_phone_are_limited(client, project):
    for _try in range(3):
        assert send(client, "rate", project.uid, grade="good", phone=PHONE).status_code == 302
    refused = send(client, "rate", project.uid, grade="good", phone=PHONE)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0


def test_the_traces_of_phones_are_wiped_when_their_time_is_over(project):
    services.rate_project(project, phone=PHONE, grade="fair", better="", at=AT)
    assert erase_rating_phones(before=date(2027, 1, 20), on=localdate()) == 0
    assert erase_rating_phones(before=date(2027, 1, 21), on=localdate()) == 1
    rating = CitizenRating.objects.get()
    assert (rating.phone_index, rating.grade) == (None, "fair")


def test_remarks_are_coded_and_only_their_numbers_are_public(client, signed_in, clerk, other, project):
    publish(make_graded(clerk, other, project, (29, 0, 0)), clerk)
    made = Assessment.objects.get()
    desk = signed_in(clerk)
    send(desk, "score-remarks", made.uid, project=project.pk, texts="桥面夜里太暗\n台阶太陡，老人上不去\n")
    assert Remark.objects.count() == 2
    for remark in Remark.objects.all():
        send(desk, "score-remark", remark.pk, topic="quality")
    cache.clear()
    shown = text_of(client.get(reverse("outreach:public-score", args=[project.uid])).content.decode())
    assert "工程质量 2 条" in shown
    assert "太暗" not in shown
    assert "太暗" in page(desk, "score-project", project.uid)


def test_when_everything_is_at_99_per_cent_the_page_says_that_it_tells_nothing(
    client, signed_in, clerk, other, project
):
    publish(make_graded(clerk, other, project, (29, 0, 0)), clerk)
    cache.clear()
    words = "各项满意率都在 99% 以上"
    assert (
        words in client.get(reverse("outreach:public-year-scores", args=[project.year.uid])).content.decode()
    )
    assert words in page(signed_in(clerk), "score-year", project.year.uid)


def test_a_sample_is_public_with_its_size_and_margin(client, signed_in, clerk, project):
    desk = signed_in(clerk)
    survey = {
        "kind": "household",
        "good": 210,
        "fair": 75,
        "poor": 15,
        "done_on": "2026-11-01",
        "conductor": "调查队",
    }
    assert send(desk, "score-survey", project.uid, population=200, **survey).status_code == 422
    assert send(desk, "score-survey", project.uid, **survey).status_code == 302
    cache.clear()
    shown = text_of(client.get(reverse("outreach:public-score", args=[project.uid])).content.decode())
    assert "300 份" in shown
    assert "±5.7 个百分点" in shown


def test_another_congress_finds_nothing(signed_in, county_clerk, clerk, project):
    made = make_counting(clerk, project)
    desk = signed_in(county_clerk)
    for name, key in (
        ("score-year", project.year.uid),
        ("assessment", made.uid),
        ("score-project", project.uid),
    ):
        page(desk, name, key, status=404)


@pytest.mark.parametrize("many", [1, 3])
def test_the_year_and_its_table_cost_the_same_however_many_projects(
    signed_in, clerk, city_office, project, many
):
    projects = [project, *(make_finished(city_office, year=project.year) for _n in range(many - 1))]
    for one in projects:
        services.rate_project(one, phone=PHONE, grade="good", better="", at=now())
    desk = signed_in(clerk)
    page(desk, "score-year", project.year.uid)
    with CaptureQueriesContext(connection) as asked:
        page(desk, "score-year", project.year.uid)
    assert sum("congress_edition" not in query["sql"] for query in asked.captured_queries) == 14


@pytest.mark.parametrize(
    "query",
    ["since=%00", "region=%00", "region=９", "since=0001&until=9999", "cursor=%00", "what=%00", "level=%27"],
)
def test_hostile_addresses_of_the_figures_break_nothing(signed_in, clerk, project, query):
    desk = signed_in(clerk)
    for name in ("project-figures", "project-records"):
        assert desk.get(reverse(f"outreach:{name}") + f"?{query}").status_code in {200, 400}


def test_a_count_with_letters_and_huge_numbers_is_refused_on_the_page(signed_in, clerk, project):
    made = make_counting(clerk, project)
    item = made.items.get()
    for bad in ("abc", "-1", "99999999999999999999", "1.5", ""):
        line = {f"good_{item.pk}": bad, f"fair_{item.pk}": 1, f"poor_{item.pk}": 1}
        answer = send(
            signed_in(clerk), "score-count", made.uid, issued=29, returned=29, invalid=0, turn=1, **line
        )
        assert answer.status_code == 422, bad
    assert made.counts.count() == 0
