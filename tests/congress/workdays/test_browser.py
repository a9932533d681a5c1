"""Calendar and deadlines in a real browser, at the width of a phone and of a desk."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.timezone import localdate
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NOTICE = "一、元旦：2099年1月1日至3日放假。1月4日（周日）上班。"


def look(page):
    """What axe finds wrong with the page, and whether it scrolls sideways."""
    found = Axe().run(page, options=RULES)
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def enter(page, client, live_server):
    """Take over the session of a signed-in test client."""
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


@pytest.mark.parametrize("width", [390, 1440])
def test_a_clerk_counts_a_period_and_enters_a_notice(page, width, live_server, signed_in, clerk):
    enter(page, signed_in(clerk), live_server)
    page.goto("/desk/calendar/?year=2026")
    look(page)
    page.get_by_label("起算事项发生日").fill("2026-04-29")
    page.get_by_label("期限", exact=True).fill("5")
    page.get_by_role("button", name="计算").click()
    expect(page.get_by_text("但为调休上班日")).to_be_visible()
    look(page)
    page.goto("/desk/calendar/?year=2098")
    expect(page.get_by_text("2098 年放假安排尚未录入")).to_be_visible()
    page.goto("/desk/calendar/enter/?year=2099")
    look(page)
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("alert")).to_contain_text("请粘贴通知全文，或上传表格。")
    look(page)
    page.get_by_label("通知全文").fill(NOTICE)
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_text("新增 4 天")).to_be_visible()
    look(page)
    page.get_by_role("button", name="核对无误，录入").click()
    expect(page.get_by_text("2099 年放假安排已录入。")).to_be_visible()
    look(page)


@pytest.mark.parametrize("width", [390, 1440])
def test_two_people_change_a_deadline(page, width, new_page, live_server, signed_in, clerk, supervisor):
    enter(page, signed_in(clerk), live_server)
    page.goto("/desk/deadlines/")
    look(page)
    page.locator("a[href='/desk/deadlines/suggestion.sign/change/']").click()
    look(page)
    page.get_by_label("期限", exact=True).fill("2")
    page.get_by_label("依据").fill("《办法》第五条")
    page.get_by_label("施行日期").fill((localdate() + timedelta(days=30)).isoformat())
    page.get_by_label("调整理由").fill("一天来不及")
    page.get_by_role("button", name="提出，请另一人确认").click()
    expect(page.get_by_text("已提出调整，请另一人确认。")).to_be_visible()

    other = new_page(width)
    enter(other, signed_in(supervisor), live_server)
    other.goto("/desk/deadlines/")
    other.get_by_role("link", name="审核").click()
    look(other)
    other.get_by_role("button", name="同意，按此施行").click()
    expect(other.get_by_text("已确认，从")).to_be_visible()
    look(other)
