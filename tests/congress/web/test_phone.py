import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils.timezone import localdate
from playwright.sync_api import expect

from congress.people.demo import demo_password, load_demo
from congress.people.models import User


@pytest.mark.parametrize(("who", "status"), [("deputy", 200), ("clerk", 403), ("system_admin", 403)])
def test_the_phone_is_for_deputies(request, signed_in, who, status):
    assert signed_in(request.getfixturevalue(who)).get("/m/").status_code == status


def test_a_stranger_is_asked_to_sign_in(client, db):
    assert client.get("/m/")["Location"] == "/login/?next=/m/"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, 1440])
def test_a_deputy_lands_on_the_first_page_of_the_phone(page, width):
    load_demo(on=localdate())
    page.goto("/login/")
    page.get_by_label("用户名").fill("ouyang.chun")
    page.get_by_label("密码").fill(demo_password())
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_role("heading", name="欧阳春，您好")).to_be_visible()
    expect(page.get_by_text("没有未读消息")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("link", name="消息")).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("navigation").get_by_role("link", name="我的", exact=True).click()
    expect(page.get_by_role("heading", name="我的登录")).to_be_visible()
    assert User.objects.filter(username="ouyang.chun", last_login__isnull=False).exists()
