import base64

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.backends.db import SessionStore
from django.utils.timezone import now
from django_otp.oath import totp
from playwright.sync_api import Page, expect

from congress.people.models import SignIn, TotpDevice, User
from congress.people.roles import Role
from congress.people.services import begin_enrolment, confirm_enrolment
from tests.factories import make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.congress.people.pages"),
]
PASSWORD = "Zebra-Kite-7"
WIDTHS = [390, 1440]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def log_in(page: Page, user: User, password: str = PASSWORD) -> None:
    page.get_by_label("用户名").fill(user.username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def look(page: Page) -> None:
    """What axe finds wrong with the page, and whether it scrolls sideways."""
    found = Axe().run(page, options=RULES)
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture
def clerk_with_password(city_office) -> User:
    return make_user(
        role=Role.CLERK, organisation=city_office, name="李敏", username="li.min", password=PASSWORD
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_a_one_time_password_leads_to_an_own_one_and_to_the_own_sessions(page, clerk_with_password, width):
    clerk_with_password.must_change_password = True
    clerk_with_password.save()
    page.goto("/account/")
    look(page)
    page.get_by_label("用户名").fill("li.min")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不对")
    look(page)

    log_in(page, clerk_with_password)
    expect(page.get_by_role("heading", name="修改密码")).to_be_visible()
    page.get_by_label("原密码").fill(PASSWORD)
    page.get_by_label("新密码", exact=True).fill("kite")
    page.get_by_label("再输一次新密码").fill("kite")
    page.get_by_role("button", name="修改密码").click()
    expect(page.get_by_role("alert")).to_contain_text("密码至少 10 个字符")
    look(page)
    page.get_by_label("原密码").fill(PASSWORD)
    page.get_by_label("新密码", exact=True).fill("Other-Kite-8")
    page.get_by_label("再输一次新密码").fill("Other-Kite-8")
    page.get_by_role("button", name="修改密码").click()

    expect(page.get_by_role("heading", name="我的登录")).to_be_visible()
    expect(page.get_by_text("本机")).to_be_visible()
    look(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_administrator_binds_a_phone_and_lands_in_the_admin_site(page, city_office, width):
    user = make_user(
        role=Role.SECURITY_ADMIN, organisation=city_office, name="安全生", username="sec", password=PASSWORD
    )
    page.goto("/admin/")
    log_in(page, user)
    expect(page.get_by_role("img", name="绑定用的二维码")).to_be_visible()
    look(page)

    seed = TotpDevice.objects.get(user=user).seed.reveal()
    page.get_by_label("动态口令").fill(f"{totp(base64.b32decode(seed)):06d}")
    page.get_by_role("button", name="绑定").click()
    expect(page.locator(".recovery-codes code")).to_have_count(10)
    look(page)
    page.get_by_role("link", name="已抄好").click()

    expect(page.get_by_role("heading", name="可管理的内容")).to_be_visible()
    expect(page.get_by_role("link", name="授权", exact=True)).to_be_visible()
    assert page.get_by_role("link", name="行政区划").count() == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_the_code_is_asked_for_at_the_next_sign_in(page, clerk_with_password, width):
    begin_enrolment(user=clerk_with_password, at=now())
    seed = base64.b32decode(TotpDevice.objects.get().seed.reveal())
    # An older code than the one below.
    codes = confirm_enrolment(user=clerk_with_password, code=f"{totp(seed, t0=30):06d}", at=now())
    page.goto("/login/?next=/account/")
    log_in(page, clerk_with_password)
    expect(page.get_by_role("heading", name="输入动态口令")).to_be_visible()
    look(page)
    page.get_by_label("动态口令").fill("000000")
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("alert").first).to_contain_text("验证码不对")
    page.get_by_label("动态口令").fill(codes[0])
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_text("已启用，剩 9 个恢复码")).to_be_visible()
    look(page)
    page.get_by_role("link", name="更换恢复码").click()
    look(page)


def leave_unused(user: User, minutes: int) -> None:
    """Let the user's session have been unused that long."""
    session = SessionStore(SignIn.objects.get(user=user, ended_at__isnull=True).session_key)
    note = dict(session["sign_in"])
    note["seen_at"] = int(now().timestamp()) - minutes * 60
    session["sign_in"] = note
    session.save()


def test_a_long_answer_survives_the_end_of_the_session(page, clerk_with_password):
    page.goto("/desk/answer/")
    log_in(page, clerk_with_password)
    page.get_by_label("答复内容").press_sequentially("经现场查看，路灯已修复。")
    leave_unused(clerk_with_password, minutes=16)

    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("为了安全已自动退出")).to_be_visible()
    log_in(page, clerk_with_password)

    expect(page.get_by_label("答复内容")).to_have_value("经现场查看，路灯已修复。")
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_role("heading", name="我的账号")).to_be_visible()
    page.goto("/desk/answer/")
    expect(page.get_by_label("答复内容")).to_have_value("")
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('keep:'))") == []


def test_signing_out_leaves_nothing_in_the_browser(page, clerk_with_password):
    page.goto("/desk/answer/")
    log_in(page, clerk_with_password)
    page.get_by_label("答复内容").press_sequentially("写了一半")
    page.get_by_text("李敏").click()
    page.get_by_role("button", name="退出登录").click()

    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0
    page.go_back()
    expect(page.get_by_label("答复内容")).to_have_count(0)


def test_a_locked_account_sees_a_page_in_chinese(page, clerk_with_password):
    page.goto("/login/")
    for _n in range(5):
        log_in(page, clerk_with_password, "wrong")

    expect(page.get_by_role("heading", name="暂时不能登录")).to_be_visible()
    look(page)


def test_the_end_of_an_unused_session_is_announced_and_can_be_put_off(page, clerk_with_password):
    page.clock.install()
    page.goto("/desk/answer/")
    log_in(page, clerk_with_password)
    expect(page.get_by_label("答复内容")).to_be_visible()
    # The script that counts must have begun before time is moved on.
    page.wait_for_load_state()
    leave_unused(clerk_with_password, minutes=14)
    page.clock.fast_forward(13 * 60 * 1000 + 1000)

    expect(page.get_by_role("alert")).to_contain_text("2 分钟内将自动退出")
    look(page)
    page.get_by_role("button", name="继续使用").click()
    expect(page.get_by_role("alert")).to_have_count(0)

    leave_unused(clerk_with_password, minutes=16)
    page.clock.fast_forward(13 * 60 * 1000 + 1000)
    expect(page.get_by_role("alert")).to_contain_text("登录已结束")
