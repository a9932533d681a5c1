"""A deputy casts on a phone: scans the slip, chooses, reviews, gets a receipt. What breaks on the way costs nothing."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from outreach.projects.vote.selectors import received
from outreach.projects.vote.services import closing
from tests.outreach.projects.vote_makers import AT, Hall, read_boxes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hall(transactional_db, clerk, city_office):
    return Hall(clerk, city_office)


@pytest.fixture
def width():
    return 390


@pytest.fixture
def bad_line(chromium, live_server):
    """A window whose console may complain of answers that were lost or refused: the tests make them so."""
    context = chromium.new_context(
        base_url=live_server.url, locale="zh-CN", viewport={"width": 390, "height": 844}
    )
    yield context.new_page()
    context.close()


def ballots(hall, vote):
    return read_boxes(closing.close_round(vote, actor=hall.clerk, at=AT))


def choose(page: Page, *titles: str) -> None:
    for title in titles:
        page.get_by_role("group", name=title).get_by_label("同意").check()


def test_from_the_slip_to_the_receipt(hall, page):
    vote = hall.opened()
    sent: list[str] = []
    page.on(
        "request",
        lambda request: sent.append(f"{request.url} {request.headers.get('cookie', '')} {request.post_data}"),
    )
    page.goto(f"/vote/{vote.code}/#{hall.codes[0]}")
    expect(page.get_by_role("heading", name="填写选票")).to_be_visible()
    assert "#" not in page.url
    expect(page.locator("#count")).to_have_text("已选 0/2")
    choose(page, "第1项", "第3项", "第4项")
    expect(page.locator("#why")).to_have_text("最多同意 2 项，现在多了 1 项，请先取消。")
    page.get_by_role("button", name="核对选票").click()
    expect(page.get_by_role("heading", name="填写选票")).to_be_visible()
    page.get_by_role("group", name="第4项").get_by_label("同意").uncheck()
    page.get_by_role("button", name="核对选票").click()
    expect(page.locator("#review li")).to_have_text(["同意：1　第1项", "同意：3　第3项"])
    page.get_by_role("button", name="密封并投出").click()
    expect(page.get_by_role("heading", name="选票已经收到")).to_be_visible()
    receipt = page.locator("#receipt")
    assert receipt.text_content() == receipt.get_attribute("data-expected")
    assert len(receipt.text_content()) == 19
    casts = [line for line in sent if "/cast" in line]
    assert len(casts) == 1
    assert "approve" not in casts[0]
    assert page.evaluate("sessionStorage.length + document.cookie.length") == 0
    # 完成: the next deputy finds nothing of this one.
    page.get_by_role("button", name="交给下一位").click()
    expect(page.get_by_role("heading", name="输入凭证")).to_be_visible()
    assert page.locator("input:checked").count() == 0
    assert ballots(hall, vote) == [[["1", "approve"], ["2", "abstain"], ["3", "approve"], ["4", "abstain"]]]


def test_an_answer_that_got_lost_is_asked_for_again_with_the_same_box(hall, bad_line):
    page = bad_line
    vote = hall.opened()
    seen: list[str] = []

    def lose(route: Route) -> None:
        seen.append(json.loads(route.request.post_data)["box"])
        if len(seen) < 3:
            # The server has it; the answer does not come home.
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/cast", lose)
    page.goto(f"/vote/{vote.code}/")
    page.get_by_role("textbox", name="凭证").fill(hall.codes[0].lower())
    page.get_by_role("button", name="下一步").click()
    choose(page, "第2项")
    page.get_by_role("button", name="核对选票").click()
    page.get_by_role("button", name="密封并投出").click()
    expect(page.get_by_role("heading", name="选票已经收到")).to_be_visible()
    assert len(set(seen)) == 1
    assert len(seen) == 3
    assert received(vote) == 1


def test_a_spent_or_wrong_credential_is_said_so(hall, bad_line):
    page = bad_line
    vote = hall.opened()
    hall.vote(vote, [["1"]])
    page.goto(f"/vote/{vote.code}/#{hall.codes[0]}")
    page.get_by_role("button", name="核对选票").click()
    expect(page.locator("#review li")).to_have_text(["没有选任何项目，全部弃权"])
    page.get_by_role("button", name="密封并投出").click()
    expect(page.get_by_role("alert")).to_contain_text("已经投过票")
    page.get_by_role("textbox", name="凭证").fill("ABC")
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_role("alert")).to_contain_text("现在是 3 个")


def test_a_document_that_is_not_the_frozen_one_stops_the_vote(hall, page):
    vote = hall.opened()
    page.route(
        "**/round.json", lambda route: route.fulfill(body=vote.frozen.replace('"places":2', '"places":3'))
    )
    page.goto(f"/vote/{vote.code}/#{hall.codes[0]}")
    expect(page.get_by_role("alert")).to_contain_text("与会场公布的散列值不符")
    expect(page.get_by_role("heading", name="填写选票")).to_be_hidden()


def test_a_browser_that_cannot_seal_is_sent_to_paper(hall, page):
    vote = hall.opened()
    page.add_init_script("Object.defineProperty(globalThis.crypto, 'subtle', {value: undefined})")
    page.goto(f"/vote/{vote.code}/#{hall.codes[0]}")
    expect(page.get_by_text("这台设备不能密封选票")).to_be_visible()
    expect(page.locator("#ballot")).to_be_hidden()


def test_before_and_after_there_is_no_ballot(hall, client):
    draft = hall.drafted(is_test=True)
    assert client.get(f"/vote/{draft.code}/").status_code == 404
    vote = hall.frozen(draft)
    assert "投票还没有开始" in client.get(f"/vote/{vote.code}/").content.decode()
    vote = hall.opened(vote)
    answer = client.get(f"/vote/{vote.code}/")
    text = answer.content.decode()
    assert "有人站在身后看、设备被植入木马、您主动出示选择" in text
    assert hall.method.sha256 in text
    assert (answer["Referrer-Policy"], answer["Cache-Control"], dict(answer.cookies)) == (
        "no-referrer",
        "no-store",
        {},
    )
    closing.close_round(vote, actor=hall.clerk, at=AT)
    assert "投票已经截止" in client.get(f"/vote/{vote.code}/").content.decode()


@pytest.mark.parametrize("kind", ["approve_per_item", "choose_exactly_s", "rank", "block"])
def test_every_kind_of_ballot_can_be_filled_in(db, clerk, city_office, page, kind):
    places = 4 if kind == "block" else 2
    hall = Hall(clerk, city_office, ballot_type=kind, places=places)
    vote = hall.opened()
    page.goto(f"/vote/{vote.code}/#{hall.codes[0]}")
    if kind == "approve_per_item":
        page.get_by_role("group", name="第1项").get_by_label("同意", exact=True).check()
        page.get_by_role("group", name="第2项").get_by_label("不同意").check()
        wanted = [["1", "approve"], ["2", "against"], ["3", "abstain"], ["4", "abstain"]]
    elif kind == "choose_exactly_s":
        choose(page, "第1项")
        expect(page.locator("#why")).to_have_text("要选满 2 项，还差 1 项；一项也不选为弃权。")
        choose(page, "第4项")
        wanted = [["1", "approve"], ["2", "abstain"], ["3", "abstain"], ["4", "approve"]]
    elif kind == "rank":
        page.get_by_role("group", name="第3项").get_by_label("名次").select_option("1")
        page.get_by_role("group", name="第2项").get_by_label("名次").select_option("1")
        expect(page.locator("#why")).to_have_text("第 1 名填了两次，一个名次只能给一项。")
        page.get_by_role("group", name="第2项").get_by_label("名次").select_option("2")
        wanted = [["2", 2], ["3", 1]]
    else:
        page.get_by_label("同意", exact=True).check()
        wanted = [["*", "approve"]]
    page.get_by_role("button", name="核对选票").click()
    page.get_by_role("button", name="密封并投出").click()
    expect(page.get_by_role("heading", name="选票已经收到")).to_be_visible()
    assert ballots(hall, vote) == [wanted]


@pytest.mark.parametrize("width", [390, 1440])
def test_the_ballot_is_open_to_everybody(hall, page, width):
    vote = hall.opened()
    page.goto(f"/vote/{vote.code}/")
    for step in ("step-code", "step-choose", "step-review", "step-done"):
        page.evaluate(
            "step => document.querySelectorAll('#ballot > section').forEach(s => s.hidden = s.id !== step)",
            step,
        )
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
