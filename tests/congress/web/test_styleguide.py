"""The style guide in a real browser: no accessibility violation, nothing sideways, nothing in the console."""

import gzip

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [f"/styleguide/?face={face}&error=1&messages=1" for face in ("portal", "desk", "phone")]


@pytest.fixture
def staff_page(new_page, signed_in, clerk):
    """`staff_page(width, elder=False)`: a window in which 李敏 is signed in."""
    session = signed_in(clerk).cookies["sessionid"].value

    def open_window(width, *, elder=False, **options):
        page = new_page(width, **options)
        cookies = {"sessionid": session, **({"elder": "1"} if elder else {})}
        page.context.add_cookies(
            [
                {"name": name, "value": value, "domain": "localhost", "path": "/"}
                for name, value in cookies.items()
            ]
        )
        return page

    return open_window


def violations(page):
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(rule["id"], node["html"][:120]) for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("path", PAGES, ids=["portal", "desk", "phone"])
def test_every_part_is_accessible_at_both_widths_and_for_elders(staff_page, path, width, elder):
    page = staff_page(width, elder=elder)
    page.goto(path)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize("path", PAGES, ids=["portal", "desk", "phone"])
def test_at_four_hundred_per_cent_nothing_has_to_be_pushed_sideways(staff_page, path):
    page = staff_page(320, elder=True)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize("path", ["/login/", "/privacy/", "/accessibility/", "/nowhere/"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_core_pages_are_accessible(new_page, path, width):
    page = new_page(width)
    page.goto(path)
    assert violations(page) == []


def test_the_first_tab_leads_to_the_main_content(new_page):
    page = new_page(1440)
    page.goto("/privacy/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_type_size_changes_at_once_and_stays(new_page):
    page = new_page(390)
    page.goto("/privacy/")
    page.get_by_role("button", name="特大").click()
    expect(page.locator("html")).to_have_attribute("data-size", "xl")
    page.goto("/accessibility/")
    expect(page.locator("html")).to_have_attribute("data-size", "xl")
    page.get_by_role("button", name="长辈版").click()
    expect(page.locator("html")).to_have_attribute("data-elder", "")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-elder", "")


def test_the_type_size_and_the_menu_work_without_scripts(staff_page):
    page = staff_page(390, java_script_enabled=False)
    page.goto("/styleguide/?face=desk")
    page.get_by_text("菜单", exact=True).click()
    expect(page.get_by_role("navigation", name="工作台导航")).to_be_visible()
    page.goto("/privacy/")
    page.get_by_role("button", name="特大").click()
    expect(page.locator("html")).to_have_attribute("data-size", "xl")


def test_the_worklist_goes_by_keyboard(staff_page):
    page = staff_page(1440)
    page.goto("/styleguide/?face=desk")
    bar = page.get_by_role("region", name="批量办理")
    expect(bar).to_contain_text("已选 1 件")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("tr.cursor.chosen")).to_have_count(1)
    expect(bar).to_contain_text("已选 2 件")
    page.get_by_role("button", name="取消选择").click()
    expect(bar).to_be_hidden()
    page.keyboard.press("/")
    expect(page.get_by_role("textbox", name="搜编号、标题、原话、单位")).to_be_focused()
    page.keyboard.type("jx?")
    expect(page.locator("tr.chosen")).to_have_count(0)
    expect(page.locator("dialog")).to_have_count(0)


def test_the_help_of_the_keys_opens_and_closes(staff_page):
    page = staff_page(1440)
    page.goto("/styleguide/?face=desk")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="键盘快捷键")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_who_switched_the_single_keys_off_types_in_peace(staff_page):
    page = staff_page(1440)
    page.goto("/styleguide/?face=desk")
    page.locator("details.pop summary").click()
    page.get_by_role("button", name="关闭单键快捷键").click()
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(page.locator("tr.cursor")).to_have_count(0)
    expect(page.locator("dialog")).to_have_count(0)


def test_the_count_of_characters_takes_a_rare_one_for_one(staff_page):
    page = staff_page(1440)
    page.goto("/styleguide/")
    page.get_by_label("想说的事").fill("𫚉鱼")
    expect(page.locator(".counter").filter(has_text="1998")).to_have_text("已写 2 字，还可写 1998 字")


def test_on_paper_stands_the_page_without_its_frame(staff_page):
    page = staff_page(1440)
    page.goto("/styleguide/?face=desk")
    page.emulate_media(media="print")
    expect(page.locator(".side")).to_be_hidden()
    expect(page.locator(".desk-bar")).to_be_hidden()
    expect(page.get_by_role("heading", name="部件一览")).to_be_visible()


def test_a_double_press_sends_a_form_once(new_page):
    page = new_page(390)
    page.goto("/login/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.evaluate(
        "const form = document.querySelector('.sign-in-form'); form.requestSubmit(); form.requestSubmit()"
    )
    expect(page.get_by_role("alert").first).to_be_visible()
    assert len(sent) == 1


def test_what_a_citizen_typed_comes_back_until_it_was_sent(new_page):
    page = new_page(390)
    page.goto("/report/")
    words = page.locator("form[data-draft] textarea").first
    words.fill("村口的路灯半年不亮")
    page.wait_for_timeout(900)
    page.goto("/privacy/")
    page.goto("/report/")
    expect(words).to_have_value("村口的路灯半年不亮")
    expect(page.locator("[data-draft-line]")).to_contain_text("已恢复您上次没写完的内容。")
    page.get_by_role("button", name="清空重写").click()
    page.reload()
    expect(words).to_have_value("")


def test_an_open_menu_closes_by_escape_and_by_a_press_elsewhere(staff_page):
    page = staff_page(1440)
    page.goto("/styleguide/?face=desk")
    menu = page.get_by_role("link", name="我的账号")
    page.locator("details.pop summary").click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(page.locator("details.pop summary")).to_be_focused()
    page.locator("details.pop summary").click()
    page.get_by_role("heading", name="部件一览").click()
    expect(menu).to_be_hidden()


def test_the_first_visit_of_a_public_page_is_light(new_page):
    page = new_page(390)
    asked = []
    page.on("requestfinished", lambda request: asked.append(request.response()))
    page.goto("/", wait_until="networkidle")
    weight = sum(len(gzip.compress(response.body())) for response in asked)
    assert len(asked) <= 7  # the page, three style sheets, one script, the hills, the icon
    assert weight <= 100 * 1024
