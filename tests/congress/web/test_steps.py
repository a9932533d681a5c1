"""The page of a step: what each refusal of a service becomes."""

import pytest

pytestmark = pytest.mark.urls("tests.congress.web.sample_urls")


def body(response):
    return response.content.decode()


def test_a_step_done_leads_on_and_says_so_once(signed_in, clerk):
    client = signed_in(clerk)
    response = client.post("/step/", {"words": "请核实"})
    assert (response.status_code, response["Location"]) == (302, "/done/")
    assert "已转办。" in body(client.get("/step/"))
    assert "已转办。" not in body(client.get("/step/"))


def test_the_form_carries_the_version_of_its_page_and_a_fresh_uuid(signed_in, clerk):
    client = signed_in(clerk)
    first, second = client.get("/step/"), client.get("/step/")
    assert first.context["form"]["version"].value() == 7
    assert first.context["form"]["client_uuid"].value() != second.context["form"]["client_uuid"].value()


def test_an_empty_field_is_told_at_the_field_and_in_the_title(signed_in, clerk):
    response = signed_in(clerk).post("/step/", {"words": ""})
    assert response.status_code == 422
    assert "<title>有错误：转办" in body(response)
    assert 'href="#id_words"' in body(response)
    assert 'aria-invalid="true"' in body(response)
    assert 'aria-describedby="id_words_error"' in body(response)


def test_a_refusal_that_names_a_field_stands_at_that_field(signed_in, clerk):
    response = signed_in(clerk).post("/step/", {"words": "at the field"})
    assert response.status_code == 422
    assert response.context["form"].errors == {"words": ["请写明退回依据。"]}
    assert ">at the field</textarea>" in body(response).replace("\n", "")


def test_a_refusal_without_field_stands_above_the_form(signed_in, clerk):
    response = signed_in(clerk).post("/step/", {"words": "anywhere"})
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == ["附件不能为空。"]


def test_who_was_slower_keeps_the_text_and_sees_the_fresh_page(signed_in, clerk):
    response = signed_in(clerk).post("/step/", {"words": "stale", "version": "3"})
    assert response.status_code == 409
    assert "该事项刚被王强处理，请刷新后再试。" in body(response)
    assert ">stale</textarea>" in body(response).replace("\n", "")
    assert response.context["form"]["version"].value() == "7"
    assert "<title>有错误：" in body(response)


def test_too_many_tries_say_when_the_next_one_counts(signed_in, clerk):
    response = signed_in(clerk).post("/step/", {"words": "too many"})
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "操作过于频繁，请1分钟后再试。" in body(response)


def test_a_step_that_is_not_allowed_is_a_403_page(signed_in, clerk):
    response = signed_in(clerk).post("/step/", {"words": "not allowed"})
    assert response.status_code == 403
    assert "您没有办理该事项的权限。" in body(response)


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_may_not_be_seen_looks_like_what_does_not_exist(signed_in, clerk, method):
    client = signed_in(clerk)
    hidden = getattr(client, method)("/step/?hidden=1")
    missing = getattr(client, method)("/nowhere/")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    sentence = "没有找到，或您没有查看权限。"
    assert sentence in body(hidden)
    assert sentence in body(missing)
    assert "这句话不能出现" not in body(hidden)


def test_nobody_reaches_the_desk_without_signing_in(client, db):
    response = client.get("/step/")
    assert (response.status_code, response["Location"]) == (302, "/login/?next=/step/")


def test_a_deputy_and_the_three_administrators_have_no_business_at_the_desk(
    signed_in, deputy, system_admin, security_admin, audit_admin
):
    answers = [
        signed_in(user).get("/step/").status_code
        for user in (deputy, system_admin, security_admin, audit_admin)
    ]
    assert answers == [403, 403, 403, 403]
