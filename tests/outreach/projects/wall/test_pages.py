"""The wall on the portal, a year, a project, the result of a vote; the deputy's list on the phone."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from congress.attachments.services import store
from outreach.models import ProgressPhoto
from outreach.projects.states import Category, ProjectState, YearState
from outreach.projects.vote.results import result_of, rule_sentence
from outreach.projects.vote.services import publishing
from tests.congress.attachments import files
from tests.deputies.makers import make_deputy, make_mandate, make_term
from tests.factories import make_region
from tests.outreach.makers import make_project, make_year
from tests.outreach.projects.building_makers import make_building, make_report
from tests.outreach.projects.vote_makers import AT, Hall

pytestmark = pytest.mark.django_db
WALL = "/projects/"


@pytest.fixture
def county():
    return make_region("430523", "邵阳县")


@pytest.fixture
def year(city_office):
    return make_year(localdate().year, office=city_office, state="building")


def text_of(response) -> str:
    return re.sub(r"<[^>]+>", "", response.content.decode())


def test_without_a_year_the_wall_says_what_will_be_there(client):
    assert "还没有票决确定的项目" in text_of(client.get(WALL))


def test_a_tile_says_the_light_in_words_the_place_and_the_money(client, clerk, year, county):
    make_project(
        year, state=ProjectState.CHOSEN, title="塘渡口农贸市场改造", region=county, cost_fen=12_000_000_00
    )
    page = text_of(client.get(WALL))
    assert "塘渡口农贸市场改造" in page
    assert "未开工" in page
    assert "邵阳县 · 交通出行 · 1,200 万元" in page
    assert "1 个项目，总投资 1,200 万元" in page


def test_candidates_are_not_on_the_wall_but_on_their_year(client, year):
    project = make_project(year, state=ProjectState.CANDIDATE, title="县城公共厕所改造")
    assert "县城公共厕所改造" not in text_of(client.get(WALL))
    page = text_of(client.get(f"/projects/{year.uid}/"))
    assert "正式候选项目（1）" in page
    assert "县城公共厕所改造" in page
    assert "正式候选" in text_of(client.get(f"/projects/p/{project.uid}/"))


def test_the_wall_is_narrowed_by_county_category_and_light(client, clerk, year, county):
    make_project(year, state=ProjectState.CHOSEN, title="县里的路", region=county)
    make_project(year, state=ProjectState.CHOSEN, title="城里的学校", category=Category.EDUCATION)
    make_project(year, state=ProjectState.STOPPED, title="停下的桥")

    def titles(query: str) -> list[str]:
        page = client.get(WALL + query)
        return [row.project.title for row, _tone, _label in page.context["rows"]]

    assert titles("") == ["县里的路", "城里的学校", "停下的桥"]
    assert titles("?county=430523") == ["县里的路"]
    assert titles("?category=education") == ["城里的学校"]
    assert titles("?light=stopped") == ["停下的桥"]
    # What nobody can have chosen narrows nothing.
    assert len(titles("?county=x&category=y&light=z&year=0&cursor=q")) == 3
    assert "没有符合条件的项目" in text_of(client.get(f"{WALL}?county=430523&light=done"))


def test_the_wall_is_paged_by_key_in_as_many_queries_for_30_projects_as_for_two(client, clerk, year):
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            client.get(WALL, headers={"Cookie": f"sessionid={uuid4().hex}"})
        return len([one for one in seen if "congress_edition" not in one["sql"]])

    make_building(clerk, year=year)
    make_building(clerk, year=year)
    before = queries()
    for number in range(30):
        make_building(clerk, year=year, number=100 + number, unit=year.office, title=f"项目{number}")
    assert queries() == before
    first = client.get(WALL)
    rest = client.get(f"{WALL}?cursor={first.context['page'].next_cursor}")
    assert [len(one.context["rows"]) for one in (first, rest)] == [24, 8]
    shown = [row.project.pk for one in (first, rest) for row, _tone, _label in one.context["rows"]]
    assert len(set(shown)) == 32


def test_a_project_tells_its_months_milestones_and_head(client, clerk, year):
    project = make_building(clerk, year=year, title="魏源广场公厕", year_goal="改造四座", head="李局长")
    make_report(project, clerk, date(localdate().year, 1, 1), 8, obstacles="两户没有签协议。")
    page = text_of(client.get(f"/projects/p/{project.uid}/"))
    for words in ("改造四座", "李局长", "完成招标", "两户没有签协议。", "1 月 · 8%", "代表还没有督查过。"):
        assert words in page


def test_everybody_sees_the_photos_of_a_published_month(client, clerk, year):
    project = make_building(clerk, year=year)
    report = make_report(project, clerk, date(localdate().year, 1, 1), 8)
    upload = files.upload("a.jpg", files.jpeg((30, 20)))
    kept = store(upload, owner=report, actor=clerk, on=localdate(), public=True)
    ProgressPhoto.objects.create(report=report, attachment=kept, moment="after", taken_on=localdate())
    page = client.get(f"/projects/p/{project.uid}/").content.decode()
    (thumbnail,) = re.findall(r'<img src="([^"]+)"', page)
    picture = client.get(thumbnail)
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/webp")
    picture.close()


def test_what_is_not_public_does_not_exist(client, year):
    initial = make_project(year)
    hidden = make_year(year.year - 1, term=year.term, office=year.office, state=YearState.PREPARING)
    for address in (f"p/{initial.uid}/", f"p/{uuid4()}/", f"{hidden.uid}/", "votes/NOSUCH00/"):
        assert client.get(WALL + address).status_code == 404


@pytest.mark.parametrize("state", [each for each in YearState if each != YearState.PREPARING])
def test_each_phase_says_what_one_can_do_now(client, city_office, state):
    year = make_year(localdate().year, office=city_office, state=state)
    response = client.get(f"/projects/{year.uid}/")
    assert response.status_code == 200
    assert response.content.count(b'aria-current="step"') == 1


def test_former_years_stand_in_the_archive(client, year):
    make_project(year, state=ProjectState.CHOSEN)
    old = make_year(year.year - 1, term=year.term, office=year.office, state="closed")
    page = client.get(f"{WALL}archive/")
    assert [(row, row.chosen) for row in page.context["years"]] == [(year, 1), (old, 0)]


def test_a_deputy_sees_the_projects_of_the_own_congress(signed_in, deputy, year, city_office):
    make_mandate(make_deputy("周青", user=deputy), term=year.term)
    make_project(year, state=ProjectState.CHOSEN, title="县城停车位增补")
    elsewhere = make_year(year.year, term=make_term("430523"), office=city_office, state="building")
    make_project(elsewhere, state=ProjectState.CHOSEN, title="别处的项目")
    phone = signed_in(deputy)
    page = text_of(phone.get("/m/projects/"))
    assert "县城停车位增补" in page
    assert "别处的项目" not in page
    assert 'href="/m/projects/"' in phone.get("/m/").content.decode()


def test_a_deputy_without_a_congress_sees_an_empty_list(signed_in, deputy):
    assert "还没有项目" in text_of(signed_in(deputy).get("/m/projects/"))


def test_the_result_names_rule_votes_figures_and_marks(client, clerk, city_office):
    hall = Hall(clerk, city_office)
    hall.tested()
    vote = hall.opened(is_test=False)
    address = f"/projects/votes/{vote.code}/"
    assert "正在投票" in text_of(client.get(address))
    counted = hall.counted(vote, [["1", "2"]] * 5 + [["1", "3"]] * 2 + [["3"]] * 2)
    page = text_of(client.get(address))
    assert "正在计票" in page
    assert "当选至少要" not in page
    published = publishing.publish_round(counted, actor=clerk, at=AT)
    cache.clear()
    page = text_of(client.get(address))
    assert (
        "从 4 个候选项目中选 2 个，每张票最多选 2 项；赞成票超过全体代表的半数才能当选，票多的先当选。"
        in page
    )
    assert "2 个项目当选。当选至少要 5 票赞成。" in page
    assert published.frozen_hash in page
    found = result_of(published)
    assert [(line.key, line.approve, line.is_elected) for line in found.lines] == [
        ("1", 7, True), ("2", 5, True), ("3", 4, False), ("4", 0, False),
    ]  # fmt: skip
    assert (found.roll, found.valid, found.spoiled) == (
        {"deputies": 9, "present": 9, "issued": 9, "returned": 9}, 9, 0,
    )  # fmt: skip
    assert f"/vote/{vote.code}/archive.json" in client.get(address).content.decode()
    assert "结果已公布" in text_of(client.get(f"/projects/{hall.year.uid}/"))


@pytest.mark.parametrize(
    ("ballot_type", "says"),
    [
        ("approve_per_item", "逐项表决"), ("choose_exactly_s", "每张票正好选 2 项"), ("rank", "每张票按先后排出 2 项"),
        ("block", "3 个项目整体表决，赞成票超过到会代表的3 分之 2即通过。"),
    ],
)  # fmt: skip
def test_every_kind_of_ballot_has_its_sentence(ballot_type, says):
    method = {
        "places": 2,
        "ballot_type": ballot_type,
        "base": "present",
        "threshold": [2, 3],
        "candidates": [1, 2, 3],
    }
    assert says in rule_sentence(method)
