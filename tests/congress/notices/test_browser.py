"""The inbox in a real browser, at the width of a phone and of a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from congress.notices.delivery import deliver_waiting
from congress.notices.services import Recipient, post_notice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDTHS = [390, 1440]


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


def post(to, number, **more):
    return post_notice("test_transferred", to=to, key=number, number=number, due="2026 年 12 月 1 日", **more)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_clerk_works_through_the_inbox(page, width, live_server, signed_in, clerk, city_office):
    for n in range(3):
        post(city_office, f"MY-2026-430524-00000{n}", link="/desk/notices/?show=all")
    post(clerk, "MY-2026-430524-000009")
    enter(page, signed_in(clerk), live_server)
    page.goto("/desk/notices/")
    look(page)
    expect(page.get_by_role("row")).to_have_count(5)
    page.get_by_role("button", name="标为已读").nth(1).click()
    expect(page.get_by_role("row")).to_have_count(4)
    page.get_by_role("button", name="转来一件 MY-2026-430524-000001").first.click()
    expect(page).to_have_url(f"{live_server.url}/desk/notices/?show=all")
    expect(page.get_by_role("row")).to_have_count(5)
    page.get_by_role("button", name="全部标为已读").click()
    expect(page.get_by_role("status")).to_contain_text("已将 2 条消息标为已读。")
    look(page)
    page.get_by_role("link", name="未读").click()
    expect(page.get_by_text("没有未读消息")).to_be_visible()
    look(page)


def test_a_deputy_reads_on_the_phone(new_page, live_server, signed_in, deputy):
    page = new_page(390)
    post(deputy, "MY-2026-430524-000001")
    enter(page, signed_in(deputy), live_server)
    page.goto("/m/notices/")
    look(page)
    page.get_by_role("button", name="转来一件").click()
    expect(page.get_by_text("已读", exact=True)).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_citizen_finds_the_code_in_the_outbox(page, width, settings):
    settings.SMS_BACKEND = "outbox"
    page.goto("/demo-outbox/")
    look(page)
    post_notice(
        "test_registered",
        to=Recipient(phone="13900001234"),
        key="k",
        urgent=True,
        secrets={"code": "QX7"},
        number="MY-1",
    )
    deliver_waiting()
    page.reload()
    expect(page.get_by_role("row").nth(1)).to_contain_text("139****1234")
    look(page)
