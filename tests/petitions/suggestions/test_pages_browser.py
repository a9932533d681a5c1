"""Every page of a suggestion's life in a real browser: accessible, quiet, light, and nothing pushed sideways."""

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from congress import pow as barrier
from petitions.suggestions.services.rating import rate_suggestion
from petitions.suggestions.services.reference import load_categories
from petitions.suggestions.services.reply import publish_suggestion
from petitions.suggestions.states import Satisfaction, Solved
from tests.factories import make_region
from tests.petitions.suggestions.cases import WORDS, in_hand, receive, replied
from tests.petitions.suggestions.lives import every_life

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FACES = [(390, False), (390, True), (1440, False), (1440, True)]
FACE_NAMES = ["phone", "phone-elder", "wide", "wide-elder"]
LONG = "路" * 38 + "灯不亮"


@pytest.fixture
def categories(db):
    load_categories()


@pytest.fixture
def slow_reader(monkeypatch):
    """Somebody who takes longer than three seconds to read the page through."""
    monkeypatch.setattr(barrier, "SHORTEST_SECONDS", 0)


@pytest.fixture
def open_page(new_page, signed_in):
    """`open_page(width, elder, user=None)`: a window in the wanted face, signed in as the user if one is named."""

    def open_window(width, elder, user=None):
        page = new_page(width)
        cookies = {"elder": "1"} if elder else {}
        if user is not None:
            cookies["sessionid"] = signed_in(user).cookies["sessionid"].value
        page.context.add_cookies(
            [{"name": n, "value": v, "domain": "localhost", "path": "/"} for n, v in cookies.items()]
        )
        return page

    return open_window


def look(page):
    """What is wrong with the page that is open: rules of accessibility broken, words pushed out sideways."""
    page.wait_for_load_state()
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    wrong = [(page.url, rule["id"], node["html"][:140]) for rule in found for node in rule["nodes"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        wrong.append((page.url, "sideways", ""))
    return wrong


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(("width", "elder"), FACES, ids=FACE_NAMES)
def test_the_way_of_a_citizen_is_accessible_from_the_first_page_to_the_receipt(
    open_page, width, elder, categories, slow_reader
):
    make_region("430524001", "桃花坪街道", parent=make_region("430524", "隆回县"))
    page = open_page(width, elder)
    wrong = []
    for path in ("/", "/track/", "/track/lost/", "/published/", "/published/?q=没有"):
        page.goto(path)
        wrong += look(page)
    page.goto("/report/")
    wrong += look(page)
    press(page, "下一步")
    wrong += look(page)
    page.locator("input[name=category]").first.check(force=True)
    page.fill("textarea[name=content]", WORDS * 20)
    press(page, "下一步")
    page.wait_for_url("**/report/where/")
    wrong += look(page)
    press(page, "下一步")
    wrong += look(page)
    page.select_option("select[name=region]", "430524001")
    press(page, "下一步")
    page.wait_for_url("**/report/you/")
    page.fill("input[name=phone]", "123")
    press(page, "下一步")
    wrong += look(page)
    page.fill("input[name=phone]", "13900001234")
    page.check("input[name=consent]", force=True)
    press(page, "下一步")
    page.wait_for_url("**/report/check/")
    wrong += look(page)
    press(page, "提交")
    page.wait_for_url("**/report/done/")
    wrong += look(page)
    assert wrong == []


@pytest.mark.parametrize(("width", "elder"), FACES, ids=FACE_NAMES)
def test_help_pages_and_wrong_turns_are_accessible(open_page, width, elder, monkeypatch):
    monkeypatch.setattr("petitions.suggestions.views.public.TRIES", 1)
    page = open_page(width, elder)
    wrong = []
    for path in ("/departments/", "/privacy/", "/accessibility/", "/nothing-here/", "/api/docs/"):
        page.goto(path)
        wrong += look(page)
    for words in ("没有找到", "试的次数太多"):
        page.goto("/track/")
        page.fill("[name=number]", "MY-2026-430524-000999")
        page.fill("[name=code]", "4F7K92MXQT3D")
        press(page, "查询")
        expect(page.get_by_role("alert")).to_contain_text(words)
        wrong += look(page)
    page.goto("/track/lost/")
    page.fill("[name=number]", "MY-2026-430524-000999")
    page.fill("[name=phone]", "13900001234")
    press(page, "发送验证码")
    page.wait_for_url("**/track/code/")
    wrong += look(page)
    press(page, "打开进度")
    wrong += look(page)
    assert wrong == []


def test_number_code_picture_and_days_of_the_receipt_stand_in_the_first_screen_of_a_phone(
    open_page, categories, slow_reader
):
    page = open_page(390, False)
    to_the_receipt(page)
    height = page.viewport_size["height"]
    for part in (".receipt-number", ".copyable .value", ".qr", ".receipt-days li:last-child"):
        box = page.locator(part).bounding_box()
        assert box["y"] + box["height"] <= height, part


def test_only_those_who_speak_for_several_are_asked_how_many(open_page, categories):
    page = open_page(390, False)
    to_the_contact_page(page)
    expect(page.get_by_label("一共多少人")).to_be_hidden()
    page.get_by_label("代表几个人一起反映").check()
    expect(page.get_by_label("一共多少人")).to_be_visible()
    page.get_by_label("不留姓名和电话，只凭查询码看答复").check()
    expect(page.get_by_label("手机号")).to_be_hidden()


def to_the_contact_page(page):
    make_region("430524001", "桃花坪街道", parent=make_region("430524", "隆回县"))
    page.goto("/report/")
    page.locator("input[name=category]").first.check(force=True)
    page.fill("textarea[name=content]", WORDS)
    press(page, "下一步")
    page.wait_for_url("**/report/where/")
    page.select_option("select[name=region]", "430524001")
    press(page, "下一步")
    page.wait_for_url("**/report/you/")


def to_the_receipt(page):
    to_the_contact_page(page)
    page.fill("input[name=phone]", "13900001234")
    page.check("input[name=consent]", force=True)
    press(page, "下一步")
    page.wait_for_url("**/report/check/")
    press(page, "提交")
    page.wait_for_url("**/report/done/")


@pytest.mark.parametrize(("width", "elder"), FACES, ids=FACE_NAMES)
def test_an_answered_case_is_accessible_for_everybody_who_may_read_it(
    open_page, width, elder, clerk, handler, department
):
    receipt = receive(title=LONG, content=WORDS * 20)
    page = open_page(width, elder)
    page.goto("/track/")
    page.fill("[name=number]", receipt.suggestion.number)
    page.fill("[name=code]", receipt.code)
    press(page, "查询")
    page.wait_for_url("**/track/case/")
    wrong = look(page)
    matter = replied(clerk, department, handler)
    matter = rate_suggestion(
        matter, solved=Solved.SOLVED, satisfied=Satisfaction.SATISFIED, actor=clerk, on=matter.replied_on
    )
    publish_suggestion(
        matter,
        public_title="村口路灯修好了",
        public_text="村口到小学的路灯半年不亮，希望修好。",
        public_reply="线路已经更换，路灯全部恢复照明。",
        actor=clerk,
        on=matter.replied_on,
    )
    for path in ("/", "/published/", f"/published/{matter.number}/"):
        page.goto(path)
        wrong += look(page)
    assert wrong == []


@pytest.mark.parametrize(("width", "elder"), FACES[1:3], ids=FACE_NAMES[1:3])
def test_the_tracking_page_is_accessible_in_every_state(
    open_page, width, elder, clerk, handler, department, supervisor, monkeypatch
):
    monkeypatch.setattr("petitions.suggestions.views.public.TRIES", 100)
    page = open_page(width, elder)
    wrong = []
    for _name, receipt in every_life(clerk, department, handler, supervisor):
        page.goto("/track/")
        page.fill("[name=number]", receipt.suggestion.number)
        page.fill("[name=code]", receipt.code)
        press(page, "查询")
        page.wait_for_url("**/track/case/")
        wrong += look(page)
    assert wrong == []


@pytest.mark.parametrize(("width", "elder"), FACES, ids=FACE_NAMES)
def test_the_desk_is_accessible_empty_and_filled(
    open_page, width, elder, clerk, handler, department, categories
):
    page = open_page(width, elder, clerk)
    wrong = []
    for path in ("/desk/", "/desk/suggestions/"):
        page.goto(path)
        wrong += look(page)
    fresh = receive(title=LONG, content=WORDS * 20).suggestion
    busy = in_hand(clerk, department, handler)
    paths = (
        "/desk/",
        "/desk/suggestions/",
        "/desk/suggestions/?view=all&q=没有的",
        "/desk/suggestions/new/",
        "/desk/help/flow/",
        f"/desk/suggestions/{fresh.number}/",
        f"/desk/suggestions/{busy.number}/",
    )
    for path in paths:
        page.goto(path)
        wrong += look(page)
    page.goto("/desk/suggestions/new/")
    press(page, "登记")
    wrong += look(page)
    page.goto(f"/desk/suggestions/{fresh.number}/")
    press(page, "受理并转办")
    wrong += look(page)
    page.goto("/desk/suggestions/?view=triage")
    page.locator("input[name=pick]").first.check()
    press(page, "批量转办")
    page.wait_for_url("**/transfer/")
    wrong += look(page)
    assert wrong == []


def test_a_clerk_accepts_and_passes_on_in_one_press(open_page, clerk, department):
    matter = receive().suggestion
    page = open_page(1440, False, clerk)
    page.goto(f"/desk/suggestions/{matter.number}/")
    page.select_option("select[name=lead]", department.code)
    press(page, "受理并转办")
    expect(page.get_by_role("status").first).to_contain_text("已受理并转办")
    matter.refresh_from_db()
    assert (matter.state, matter.lead) == ("transferred", department)


def test_the_filters_are_folded_on_a_phone_and_open_on_a_desk(open_page, clerk):
    receive()
    page = open_page(390, False, clerk)
    page.goto("/desk/suggestions/")
    expect(page.get_by_label("县市区")).to_be_hidden()
    page.locator("summary").filter(has_text="筛选").click()
    expect(page.get_by_label("县市区")).to_be_visible()
    wide = open_page(1440, False, clerk)
    wide.goto("/desk/suggestions/")
    expect(wide.get_by_label("县市区")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "kilobytes"),
    [("/", 100), ("/report/", 60), ("/desk/suggestions/", 110)],
    ids=["home", "step", "list"],
)
def test_a_first_visit_is_light(open_page, clerk, path, kilobytes):
    for _each in range(3):
        receive()
    page = open_page(390, False, clerk if path.startswith("/desk") else None)
    asked = []
    page.on("requestfinished", lambda request: asked.append(request.response()))
    page.goto(path, wait_until="networkidle")
    assert sum(len(gzip.compress(response.body())) for response in asked) <= kilobytes * 1024
