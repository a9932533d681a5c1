"""The one test that must never be skipped in CI: citizen → clerk → department → citizen, in a real browser."""

import re

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from congress.models import AuditEvent, Notice, User
from petitions.suggestions.models import Suggestion
from petitions.suggestions.services.reference import load_categories
from petitions.suggestions.states import State

PASSWORD = "Luchang-7788-deng"
WORDS = "文昌路口的红绿灯坏了一个星期，早晚高峰车子抢道，昨天还撞了一辆电动车，请尽快修好。"
ANSWER = "经现场检查，信号机主板烧坏，已于当日更换并恢复运行，早晚高峰增派两名协管员疏导一周。"


@pytest.fixture
def staff(transactional_db, clerk: User, handler: User, county_office: object) -> None:
    load_categories()
    for user in (clerk, handler):
        user.set_password(PASSWORD)
        user.save()


def report(page: Page, base: str) -> tuple[str, str]:
    """As a citizen on a phone: four pages, a receipt."""
    page.goto(f"{base}/")
    page.get_by_role("link", name="我要反映").first.click()
    page.get_by_label("道路交通").check()
    page.get_by_label("请说说这件事").fill(WORDS)
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("在哪个乡镇或街道").select_option("430524001")
    page.get_by_role("button", name="下一步").click()
    page.get_by_label("怎么称呼您").fill("胡小妹")
    page.get_by_label("手机号").fill("13900004321")
    page.get_by_label(re.compile("我已看过")).check()
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    # A person reads it through; without the script's proof the barrier asks for three seconds.
    page.wait_for_timeout(3500)
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="已收到您的反映")).to_be_visible(timeout=20_000)
    return page.locator(".receipt-number").inner_text(), page.locator(".copyable .value").inner_text()


def sign_in(page: Page, base: str, user: User) -> None:
    page.context.clear_cookies()
    page.goto(f"{base}/login/")
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form button.btn-main").click()
    expect(page.get_by_role("heading", name="今天")).to_be_visible()


def open_case(page: Page, base: str, number: str, step: str) -> None:
    page.goto(f"{base}/desk/suggestions/{number}/?step={step}")
    expect(page.get_by_text(WORDS).first).to_be_visible()


def press(page: Page, name: str) -> None:
    page.locator("#act form").get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".banner.ok")).to_be_visible()


def open_tracking(page: Page, base: str, number: str, code: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{base}/track/")
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询").click()


def no_sideways_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"))


@pytest.mark.parametrize("width", [390, 1440], indirect=True)
def test_a_citizen_speaks_a_clerk_passes_it_on_a_department_answers_and_the_citizen_rates(
    page: Page, live_server: object, staff: None, clerk: User, handler: User, department: object, width: int
) -> None:
    base = live_server.url
    number, code = report(page, base)
    assert no_sideways_scroll(page)

    sign_in(page, base, clerk)
    open_case(page, base, number, "accept")
    assert "13900004321" not in page.content()
    press(page, "受理")
    open_case(page, base, number, "transfer")
    page.locator("#act [name=lead]").select_option(department.code)
    press(page, "转办")
    assert no_sideways_scroll(page)

    sign_in(page, base, handler)
    open_case(page, base, number, "sign")
    press(page, "签收")
    open_case(page, base, number, "reply")
    page.locator("#act [name=text]").fill(ANSWER)
    page.locator("#act [name=result_class]").select_option("solved")
    press(page, "答复")

    open_tracking(page, base, number, code)
    expect(page.get_by_text(ANSWER).first).to_be_visible()
    page.locator("[name=solved][value=solved]").check()
    page.locator("[name=satisfied][value=satisfied]").check()
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("您的评价")).to_be_visible()
    assert no_sideways_scroll(page)

    matter = Suggestion.objects.get(number=number)
    assert (matter.state, matter.solved, matter.satisfied) == (State.RATED, "solved", "satisfied")
    assert (matter.received_on, matter.replied_on, matter.replied_in_time) == (localdate(), localdate(), True)
    verbs = (
        AuditEvent.objects.filter(verb__startswith="petitions.")
        .order_by("seq")
        .values_list("verb", flat=True)
    )
    assert [verb.rsplit(".", 1)[1] for verb in verbs] == [
        "submitted", "accepted", "transferred", "signed", "replied", "rated",
    ]  # fmt: skip
    told = set(Notice.objects.values_list("template", flat=True))
    assert told >= {
        "suggestion_received", "suggestion_registered", "suggestion_transferred", "suggestion_passed_on",
        "suggestion_answered", "suggestion_replied",
    }  # fmt: skip
