"""The office and three scrutineers hold a vote in the browser: key, freeze, roll, opening, count, publication."""

import base64
import json
import re

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from outreach.models import VoteRound
from outreach.projects.check import examine, unpack
from outreach.projects.vote import box
from outreach.projects.vote.services import closing, publishing, rounds
from outreach.projects.vote.services.casting import cast
from outreach.projects.vote.states import Means, ScrutineerRole
from tests.outreach.projects.vote_makers import AT, Hall, read_boxes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hall(transactional_db, clerk, city_office):
    return Hall(clerk, city_office)


def watched_draft(hall: Hall) -> VoteRound:
    vote = rounds.draft_round(
        hall.year, session="市第十七届人大第六次会议", means=Means.ELECTRONIC, opens_at=AT, closes_at=AT.replace(hour=5),
        actor=hall.clerk, at=AT, is_test=True,
    )  # fmt: skip
    roles = [ScrutineerRole.CHIEF, ScrutineerRole.SCRUTINEER, ScrutineerRole.SCRUTINEER]
    for user, role in zip(hall.watchers, roles, strict=True):
        rounds.appoint(vote, user, role=role, actor=hall.clerk, at=AT)
    return vote


def confirm(page: Page, step: str, button: str) -> None:
    page.get_by_role("link", name=step, exact=True).click()
    page.get_by_label("我已核对").check()
    page.get_by_role("button", name=button, exact=True).click()


def shares_shown(page: Page) -> list[str]:
    texts = []
    for number in (1, 2, 3):
        line = page.locator(f'[data-share="{number}"]')
        line.get_by_role("button", name="显示本份").click()
        texts.append(line.locator("[data-text]").text_content())
        assert page.locator("[data-body]:visible").count() == 1
    return texts


def test_a_vote_from_the_key_to_the_publication(hall, window):
    vote = watched_draft(hall)
    chief = window(hall.watchers[0])
    posted: list[str] = []
    chief.on("request", lambda request: posted.append(request.post_data or ""))
    chief.goto(f"/desk/projects/votes/{vote.code}/ceremony/")
    chief.get_by_role("button", name="生成").click()
    shares = shares_shown(chief)
    chief.get_by_label("每位监票人都已带走").check()
    chief.get_by_role("button", name="登记公钥").click()
    chief.wait_for_url(f"**/votes/{vote.code}/")
    expect(chief.get_by_text("3 份，2 份可启封")).to_be_visible()
    # Nothing of a share ever left the device.
    assert not any(share.split("-")[4] in text for share in shares for text in posted)

    clerk = window(hall.clerk)
    clerk.goto(f"/desk/projects/votes/{vote.code}/")
    confirm(clerk, "封存", "封存")
    clerk.get_by_role("link", name="生成投票凭证").click()
    with clerk.expect_download() as download:
        clerk.get_by_role("button", name="生成并下载 PDF").click()
    hall.codes = codes_on(download.value.path().read_bytes())
    assert len(hall.codes) == 11
    clerk.goto(f"/desk/projects/votes/{vote.code}/roll/")
    for name in ("监票0", "监票1", "代表0003", "代表0004", "代表0005", "代表0000"):
        clerk.get_by_role("textbox", name="扫代表二维码").fill(name)
        clerk.get_by_role("button", name="查找").click()
        clerk.get_by_role("button", name=re.compile(rf"签到\s*{name}")).click()
        expect(clerk.get_by_text(f"{name}：已签到")).to_be_visible()
        clerk.get_by_role("button", name=re.compile(rf"发凭证\s*{name}")).click()
        expect(clerk.get_by_text(f"{name}：已领凭证")).to_be_visible()
    expect(clerk.get_by_text("已达法定人数")).to_be_visible()
    clerk.goto(f"/desk/projects/votes/{vote.code}/")
    confirm(clerk, "开始投票", "开始")
    expect(clerk.locator("[aria-current=step]")).to_have_text("投票中")

    vote.refresh_from_db()
    seal_and_cast(hall, vote)
    clerk.reload()
    confirm(clerk, "截止投票", "截止")
    for number, watcher in enumerate(hall.watchers[:2]):
        page = chief if number == 0 else window(watcher)
        page.goto(f"/desk/projects/votes/{vote.code}/opening/")
        page.get_by_label("第 1 位监票人的一份").fill(shares[0])
        page.get_by_role("button", name="启封").click()
        expect(page.get_by_role("alert")).to_contain_text("需要 2 份不同的密钥，现在只有 1 份")
        page.get_by_label("第 2 位监票人的一份").fill(shares[2][:-1] + ("0" if shares[2][-1] != "0" else "1"))
        page.get_by_role("button", name="启封").click()
        expect(page.get_by_role("alert")).to_contain_text("抄错了")
        page.get_by_label("第 2 位监票人的一份").fill(shares[2])
        page.get_by_role("button", name="启封").click()
        page.wait_for_url(f"**/votes/{vote.code}/")
    assert not any(share.split("-")[4] in text for share in shares for text in posted)
    expect(page.get_by_text("一致").first).to_be_visible()
    chief.goto(f"/desk/projects/votes/{vote.code}/")
    chief.get_by_role("link", name="计票").click()
    chief.get_by_role("button", name="计票").click()
    expect(chief.get_by_role("heading", name="计票结果")).to_be_visible()
    clerk.reload()
    confirm(clerk, "公布结果", "公布")
    vote.refresh_from_db()
    assert vote.phase == "published"
    assert json.loads(vote.result)["valid"] == 6
    assert examine(json.loads(vote.archive), vote.frozen_hash) == []


def seal_and_cast(hall: Hall, vote: VoteRound) -> None:
    """Six deputies open their envelopes; the key is the one that the chief's browser made."""
    public, size = unpack(vote.public_key), json.loads(vote.frozen)["box_size"]
    for code in hall.codes[:6]:
        raw = box.seal([["1", "approve"]], public=public, frozen_hash=vote.frozen_hash, size=size)
        cast(vote.code, code, base64.urlsafe_b64encode(raw).decode().rstrip("="))


def codes_on(pdf: bytes) -> list[str]:
    """What the deputies find in their envelopes."""
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return re.findall(r"(?:[0-9A-Z]{5}-){4}[0-9A-Z]{6}", text)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_of_a_vote_are_open_to_everybody(hall, window, width):
    draft = watched_draft(hall)
    chief, clerk = window(hall.watchers[0], width), window(hall.clerk, width)

    def look(page: Page, path: str) -> None:
        page.goto(path)
        assert Axe().run(page).response["violations"] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path

    look(chief, f"/desk/projects/votes/{draft.code}/ceremony/")
    for path in (
        "",
        f"new/{hall.year.uid}/",
        f"{draft.code}/",
        f"{draft.code}/appoint/",
        f"{draft.code}/freeze/",
    ):
        look(clerk, f"/desk/projects/votes/{path}")
    vote = hall.opened(hall.frozen(hall.watched(draft)))
    look(clerk, f"/desk/projects/votes/{vote.code}/")
    look(clerk, f"/desk/projects/votes/{vote.code}/roll/")
    look(clerk, f"/vote/{vote.code}/receipts/")
    hall.vote(vote, [["1", "2"]] * 7)
    closed = closing.close_round(vote, actor=hall.clerk, at=AT)
    look(chief, f"/desk/projects/votes/{vote.code}/opening/")
    for watcher in hall.watchers[:2]:
        closed = closing.enter_opening(closed, read_boxes(closed), actor=watcher, at=AT)
    publishing.publish_round(
        closing.count_round(closed, actor=hall.watchers[0], at=AT), actor=hall.clerk, at=AT
    )
    look(clerk, f"/desk/projects/votes/{vote.code}/")
    receipt = re.search(
        r"[A-Z2-7]{4}(-[A-Z2-7]{4}){3}", clerk.request.get(f"/vote/{vote.code}/receipts/").text()
    ).group()
    look(clerk, f"/vote/{vote.code}/receipts/?r={receipt.lower()}")
    expect(clerk.get_by_text("这张选票在清单里")).to_be_visible()
    look(clerk, f"/vote/{vote.code}/receipts/?r=AAAA")
    expect(clerk.get_by_text("清单里没有这个回执码")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1920])
def test_the_hall_sees_figures_move_by_themselves_and_then_the_result(hall, new_page, width):
    vote = hall.opened(present=6)
    # Letters that are still rising would count as pale.
    screen = new_page(width, reduced_motion="reduce")
    screen.goto(f"/vote/{vote.code}/screen/")
    main = screen.locator(".figures .main dd")
    expect(main).to_have_text("0 / 6")
    expect(screen.locator("[data-until]")).to_have_text("计划时间已到，等主持人宣布截止")
    hall.vote(vote, [["1"], ["1", "2"], ["2"], ["1"], ["1", "2"], []])
    expect(main).to_have_text("6 / 6")
    assert Axe().run(screen).response["violations"] == []
    assert screen.evaluate("document.documentElement.scrollWidth") <= width
    closed = closing.close_round(vote, actor=hall.clerk, at=AT)
    for watcher in hall.watchers[:2]:
        closed = closing.enter_opening(closed, read_boxes(closed), actor=watcher, at=AT)
    counted = closing.count_round(closed, actor=hall.watchers[0], at=AT)
    publishing.publish_round(counted, actor=hall.clerk, at=AT)
    expect(screen.locator(".verdict")).to_be_visible()
    assert screen.locator(".bars li").first.inner_text().split() == ["第1项", "4", "票"]
    assert Axe().run(screen).response["violations"] == []
