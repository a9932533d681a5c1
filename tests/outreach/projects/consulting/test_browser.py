"""The pages of consultation and notice in a browser: narrow and wide, without a fault for a reader of screens."""

from datetime import date
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.timezone import now

from congress.people.actors import CITIZEN
from congress.people.roles import Role
from outreach.projects.consulting.services import CommentDraft, answer_comment, comment
from tests.deputies.makers import make_deputy, make_mandate, make_term
from tests.factories import give_role, make_user
from tests.outreach.makers import make_notice, make_project, make_year

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def year(transactional_db, clerk, city_office, department):
    term = make_term(starts_on=date(2022, 1, 1), ends_on=date(2099, 1, 1))
    year = make_year(2027, state="noticing", term=term, office=city_office)
    for word in "一二三":
        make_project(
            year, title=f"第{word}条通组公路硬化", unit=department, cost_fen=380_500_000, content="三公里。"
        )
    make_notice(year, opens_on=date(2020, 1, 1), closes_on=date(2099, 1, 1))
    row = comment(year, CommentDraft("请修到组里。"), actor=CITIZEN, at=now(), client_uuid=uuid4())
    answer_comment(row, "设计修到三组。", actor=clerk, at=now())
    comment(year, CommentDraft("哪天开工？"), actor=CITIZEN, at=now(), client_uuid=uuid4())
    return year


def sound(page, address, width):
    page.goto(address)
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_are_accessible(year, clerk, city_office, window, new_page, width):
    sound(new_page(width), f"/projects/{year.uid}/notice/", width)
    desk = window(clerk, width)
    sound(desk, f"/desk/projects/years/{year.uid}/notice/", width)
    desk.get_by_role("link", name="办理", exact=True).click()
    assert desk.get_by_text("哪天开工？").is_visible()
    assert Axe().run(desk).response["violations"] == []
    year.state = "consulting"
    year.save()
    deputy = make_user(username="ouyang", name="欧阳")
    give_role(deputy, Role.DEPUTY, city_office)
    make_mandate(make_deputy("欧阳", user=deputy), term=year.term)
    phone = window(deputy, width)
    sound(phone, f"/m/projects/{year.uid}/deliberate/", width)
    phone.get_by_label("排第几").nth(1).select_option("1")
    phone.get_by_label("意见").nth(1).fill("冬天前完工。")
    phone.get_by_role("button", name="提交意见").click()
    assert phone.get_by_text("已记下您对 1 个项目的意见").is_visible()
    sound(desk, f"/desk/projects/years/{year.uid}/advice/", width)
    assert desk.get_by_role("row", name="第二条通组公路硬化").get_by_text("3", exact=True).is_visible()
