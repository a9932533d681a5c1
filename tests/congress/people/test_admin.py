import re

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.test import Client

from congress.api.models import ApiClient
from congress.audit.models import AuditEvent
from congress.people.models import Grant, User
from congress.people.roles import ADMIN_ROLES, Role
from congress.regions.models import Organisation
from tests.factories import make_user

# Model -> what each of the three may do there: r(ead), a(dd), c(hange). All else is nothing.
MATRIX = {
    "congress.User": {"system_admin": "rac", "security_admin": "r"},
    "congress.Grant": {"security_admin": "rac"},
    "congress.Organisation": {"system_admin": "rac", "security_admin": "r"},
    "congress.Region": {"system_admin": "rac"},
    "congress.Notice": {"system_admin": "r"},
    "congress.ApiClient": {"system_admin": "rac", "security_admin": "r"},
}


def permissions(page: admin.ModelAdmin, request: object) -> str:
    may = {
        "r": page.has_view_permission(request),
        "a": page.has_add_permission(request),
        "c": page.has_change_permission(request),
        "d": page.has_delete_permission(request),
    }
    return "".join(letter for letter, allowed in may.items() if allowed)


@pytest.mark.parametrize("role", Role.values)
def test_each_administrator_keeps_the_own_models_and_nobody_else_any(rf, role, city_office):
    request = rf.get("/admin/")
    request.user = make_user(role=role, organisation=city_office)

    found = {model._meta.label: permissions(page, request) for model, page in admin.site._registry.items()}

    for label, allowed in found.items():
        if label in MATRIX:
            assert allowed == MATRIX[label].get(role, ""), label
        if role not in ADMIN_ROLES:
            assert allowed == "", label
    assert set(MATRIX) <= set(found)


def test_no_case_and_no_table_of_a_package_is_in_the_admin_site():
    apps = {model._meta.app_label for model in admin.site._registry}

    assert apps <= {"congress"}


@pytest.mark.parametrize("who", ["clerk", "handler", "deputy", "leader", "stranger"])
def test_others_are_refused_at_the_admin_site(request, signed_in, who):
    client = signed_in(request.getfixturevalue(who))

    first = client.get("/admin/")
    assert first.status_code == 302
    assert client.get(first["Location"]).status_code == 403


def test_the_admin_site_has_no_login_page_of_its_own(db):
    assert Client().get("/admin/login/?next=/admin/")["Location"] == "/login/?next=/admin/"
    assert Client().post("/admin/login/", {"username": "a", "password": "b"}).status_code == 302


@pytest.fixture
def system(signed_in, system_admin) -> Client:
    return signed_in(system_admin)


@pytest.fixture
def security(signed_in, security_admin) -> Client:
    return signed_in(security_admin)


def test_a_new_account_shows_its_password_once(system):
    page = system.post("/admin/congress/user/add/", {"username": "new.one", "name": "新人", "email": ""})

    shown = re.search(r"<code>([^<]+)</code>", page.content.decode())[1]
    user = User.objects.get(username="new.one")
    assert user.check_password(shown)
    assert "no-store" in page["Cache-Control"]
    assert shown not in system.get(f"/admin/congress/user/{user.pk}/change/").content.decode()
    assert AuditEvent.objects.get().verb == "congress.account.opened"


def test_a_refused_account_stays_on_the_form_with_the_sentence(system, clerk):
    page = system.post("/admin/congress/user/add/", {"username": "LI.MIN", "name": "李敏", "email": ""})

    assert page.status_code == 200
    assert "该用户名已被使用" in page.content.decode()
    assert not AuditEvent.objects.exists()


def test_changing_an_accounts_name_is_recorded_with_old_and_new(system, clerk):
    system.post(f"/admin/congress/user/{clerk.pk}/change/", {"name": "李明", "email": ""})

    event = AuditEvent.objects.get()
    assert (event.verb, event.facts) == ("congress.account.changed", {"changes": {"name": ["李敏", "李明"]}})


def test_the_form_changes_nothing_that_has_its_own_step(system, clerk):
    form = {
        "name": "李敏",
        "email": "",
        "username": "other",
        "is_active": "",
        "is_service": "on",
        "password": "x",
    }
    system.post(f"/admin/congress/user/{clerk.pk}/change/", form)

    clerk.refresh_from_db()
    assert (clerk.username, clerk.is_active, clerk.is_service) == ("li.min", True, False)


def test_the_steps_of_an_account_are_buttons_of_those_who_may(system, security, clerk):
    path = f"/admin/congress/user/{clerk.pk}/"
    assert re.findall(r"step/([a-z-]+)/", system.get(path + "change/").content.decode()) == [
        "close",
        "password",
    ]
    assert re.findall(r"step/([a-z-]+)/", security.get(path + "change/").content.decode()) == ["close"]

    page = system.post(path + "step/password/").content.decode()
    clerk.refresh_from_db()
    assert clerk.check_password(re.search(r"<code>([^<]+)</code>", page)[1])
    security.post(path + "step/close/")
    clerk.refresh_from_db()
    assert not clerk.is_active
    assert "恢复账号" in system.get(path + "change/").content.decode()


@pytest.mark.parametrize("step", ["password", "reopen"])
def test_a_step_of_another_administrator_is_refused_with_a_sentence(security, clerk, step):
    before = clerk.password
    page = security.post(f"/admin/congress/user/{clerk.pk}/step/{step}/", follow=True)

    assert "您没有办理该事项的权限" in page.content.decode()
    clerk.refresh_from_db()
    assert clerk.password == before


def test_steps_are_taken_by_post_only(system, clerk):
    assert system.get(f"/admin/congress/user/{clerk.pk}/step/close/").status_code == 404
    assert system.post(f"/admin/congress/user/{clerk.pk}/step/delete/").status_code == 404
    assert system.post("/admin/congress/user/999999/step/close/").status_code == 404


def grant_form(user: User, organisation: Organisation, role: str) -> dict[str, object]:
    return {"user": user.pk, "organisation": organisation.pk, "role": role, "valid_from": "", "valid_to": ""}


def test_a_role_is_given_and_taken_on_the_page_of_grants(security, stranger, department):
    assert security.get("/admin/congress/grant/add/").status_code == 200
    security.post("/admin/congress/grant/add/", grant_form(stranger, department, "handler"))
    grant = Grant.objects.get(user=stranger)
    assert security.get(f"/admin/congress/grant/{grant.pk}/change/").status_code == 200

    security.post(f"/admin/congress/grant/{grant.pk}/end/")

    assert not Grant.objects.filter(user=stranger).exists()
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == [
        "congress.grant.given",
        "congress.grant.ended",
    ]


def test_the_page_of_grants_says_why_a_role_is_refused(security, security_admin, audit_admin, department):
    page = security.post("/admin/congress/grant/add/", grant_form(audit_admin, department, "clerk"))
    assert "三员必须分设" in page.content.decode()
    page = security.post("/admin/congress/grant/add/", grant_form(security_admin, department, "clerk"))
    assert "不能给本人授权" in page.content.decode()

    assert not Grant.objects.filter(role="clerk").exists()
    assert not AuditEvent.objects.exists()


def test_a_system_administrator_sees_no_page_of_grants(system):
    assert system.get("/admin/congress/grant/").status_code == 403
    assert system.get("/admin/congress/grant/add/").status_code == 403


def test_a_published_number_that_is_none_is_named(department):
    for good in ("12345", "0739-5321234", "0739-5321234转801\n\n400-800-1234", "13812345678"):
        department.public_phones = good
        department.clean()
    department.public_phones = "12345\n值班室\n123456789"
    with pytest.raises(ValidationError, match="不是电话号码：值班室、123456789"):
        department.clean()


def test_reference_data_is_kept_by_the_system_administrator_and_recorded(system, security, department):
    path = f"/admin/congress/organisation/{department.pk}/change/"
    form = {"name": "邵阳市水利局", "short_name": "市水利局", "kind": "department", "region": "430500"}
    assert security.post(path, form).status_code == 403

    system.post(path, form)

    event = AuditEvent.objects.get()
    assert event.verb == "congress.reference_data.changed"
    assert event.facts == {"changes": {"name": ["市水利局", "邵阳市水利局"]}}


def test_nothing_is_deleted_in_the_admin_site(system, department):
    assert (
        system.post(f"/admin/congress/organisation/{department.pk}/delete/", {"post": "yes"}).status_code
        == 403
    )
    assert Organisation.objects.filter(pk=department.pk).exists()


def test_a_partner_system_is_opened_and_gets_a_new_secret(system):
    form = {"username": "oa", "name": "协同办公", "scopes": ["registers:read"]}
    page = system.post("/admin/congress/apiclient/add/", form).content.decode()
    client_id, secret = re.findall(r"<code>([^<]+)</code>", page)
    client = ApiClient.objects.get()
    assert client.application.client_id == client_id
    assert client.application.user.is_service

    def token(secret: str) -> int:
        form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
        return Client().post("/api/oauth/token/", form).status_code

    assert token(secret) == 200
    page = system.post(f"/admin/congress/apiclient/{client.pk}/secret/").content.decode()
    new = re.findall(r"<code>([^<]+)</code>", page)[1]
    assert (token(secret), token(new)) == (401, 200)


@pytest.mark.parametrize("who", ["system_admin", "security_admin", "audit_admin"])
def test_every_list_and_form_of_the_admin_site_opens(request, signed_in, who):
    user = request.getfixturevalue(who)
    client = signed_in(user)
    ask = client.get("/admin/")
    assert ask.status_code == (302 if who == "audit_admin" else 200)

    for model, page in admin.site._registry.items():
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        fake = ask.wsgi_request
        fake.user = user
        assert client.get(path).status_code == (200 if page.has_view_permission(fake) else 403), path
        assert client.get(path + "?q=a").status_code == (200 if page.has_view_permission(fake) else 403), path
        assert client.get(path + "add/").status_code == (200 if page.has_add_permission(fake) else 403), path


def test_the_audit_administrator_is_sent_to_the_work_log(signed_in, audit_admin, system, security):
    answer = signed_in(audit_admin).get("/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/audit/")
    for other in (system, security):
        assert other.get("/admin/").status_code == 200
