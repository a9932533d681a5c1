"""The browser finds the number by itself, on plain http and under the strict security policy."""

import hashlib
import re
from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from congress.errors import BadInput
from congress.pow import is_patience, judge, new_challenge

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.congress.test_pow_browser"),
]

PAGE = """<!doctype html><html lang="zh-CN"><title>表单</title><link rel="icon" href="data:,">
<script src="/static/js/pow.js" defer></script>
<form method="post"><b>{trouble}</b><label>内容 <input name="words"></label>{barrier}
<button name="send" value="now">提交</button></form></html>"""


def show_or_judge(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        try:
            result = judge(request.POST, "test", address="10.0.0.1", at=now())
        except BadInput as refusal:
            return _form(refusal.message, go=is_patience(refusal))
        words = [result.value, request.POST["words"], request.POST.get("send", "")]
        return HttpResponse("<link rel=icon href=data:,><p>" + " ".join(words))
    return _form("")


def _form(trouble: str, *, go: bool = False) -> HttpResponse:
    challenge = new_challenge("test", address="10.0.0.1", at=now())
    barrier = render_to_string("components/barrier.html", {"challenge": challenge, "go": go})
    return HttpResponse(PAGE.format(barrier=barrier, trouble=trouble))


show_or_judge.csrf_exempt = True
urlpatterns = [path("form", show_or_judge)]


def test_a_person_who_types_and_sends_has_a_proof(page: Page):
    page.goto("/form")
    page.get_by_label("内容").fill("路灯不亮")
    expect(page.locator("[name=pow_number]")).to_have_value(re.compile(r"\d+"))
    page.get_by_role("button", name="提交").click()
    expect(page.locator("p")).to_have_text("proved 路灯不亮 now")


def test_somebody_who_sends_at_once_waits_for_the_proof(page: Page, settings):
    settings.POW_MAXIMUM = 200_000
    page.goto("/form")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("p")).to_have_text("proved now")


def test_somebody_who_sends_before_the_script_has_come_need_not_press_again(page: Page):
    page.goto("/form")
    # As on a slow line: the form goes out without the script having seen it.
    page.evaluate("HTMLFormElement.prototype.submit.call(document.forms[0])")
    expect(page.locator("p")).to_contain_text("proved")


def test_without_javascript_one_is_told_how_long_to_wait(new_page: Callable[..., Page]):
    page = new_page(390, java_script_enabled=False)
    page.goto("/form")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("b")).to_have_text("还差一点：请在 3 秒后再点一次“提交”，填写的内容都还在。")


def test_without_javascript_the_form_works_after_three_seconds(new_page: Callable[..., Page]):
    page = new_page(390, java_script_enabled=False)
    page.goto("/form")
    page.wait_for_timeout(3100)
    page.get_by_label("内容").fill("路灯不亮")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("p")).to_have_text("waited 路灯不亮 now")


def test_the_trap_is_out_of_reach(page: Page):
    page.goto("/form")
    page.get_by_label("内容").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BUTTON"
    assert page.get_by_role("textbox").count() == 1


@pytest.mark.parametrize("length", [0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 300])
def test_the_own_digest_is_sha_256(page: Page, length):
    """The script hides its function; a challenge over a salt of this length shows whether it is right."""
    salt = "s" * length
    digest = hashlib.sha256(f"{salt}.7".encode()).hexdigest()
    page.goto("/form")
    page.evaluate(
        """([salt, digest]) => {
            document.querySelector('[name=pow_salt]').value = salt;
            document.querySelector('[name=pow_challenge]').value = digest;
        }""",
        [salt, digest],
    )
    page.get_by_label("内容").focus()
    expect(page.locator("[name=pow_number]")).to_have_value("7")
