"""Error pages: Chinese, with a number, never with details."""

import logging

import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("tests.congress.web.sample_urls"), pytest.mark.django_db]

QUIET = Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("/nowhere/", 404, "没有找到，或您没有查看权限。"),
        ("/forbidden/", 403, "您没有办理该事项的权限。"),
        ("/broken/", 500, "刚才的操作没有完成。"),
        ("/database-away/", 503, "正在恢复，请过一会儿再试。"),
        ("/page/?code=x", 429, "查询次数过多，请10分钟后再试。"),
        ("/page/?code=%00", 400, "内容里有无法识别的字符"),
    ],
)
def test_each_fault_has_its_page_with_the_id_that_the_log_has(path, status, sentence):
    response = QUIET.get(path)
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert response["X-Request-ID"][:12] in response.content.decode()
    assert response["Content-Type"] == "text/html; charset=utf-8"


def test_a_refusal_for_a_while_says_how_long():
    assert QUIET.get("/page/?code=x")["Retry-After"] == "600"
    assert QUIET.get("/database-away/")["Retry-After"] == "30"


def test_the_page_about_a_fault_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert QUIET.get("/broken/").status_code == 500


@pytest.mark.parametrize("data", [{"words": "路\0灯"}, {"wo\0rds": "路灯"}])
def test_a_nul_character_in_a_form_is_a_400_with_a_sentence(data):
    response = QUIET.post("/form/", data)
    assert response.status_code == 400
    assert "内容里有无法识别的字符" in response.content.decode()


def test_a_nul_character_in_an_urlencoded_form_too():
    response = QUIET.post("/form/", "words=%00", content_type="application/x-www-form-urlencoded")
    assert response.status_code == 400


def test_a_form_without_nul_passes_with_its_rare_characters():
    assert QUIET.post("/form/", {"words": "𫚉㙟\n路灯 \U0001f600"}).content == b"1"


def test_a_form_that_is_too_large_is_a_413_page(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    response = QUIET.post("/form/", {"words": "路" * 1000})
    assert response.status_code == 413
    assert "提交的内容或文件过大。" in response.content.decode()


def test_a_form_with_too_many_fields_is_a_413_page(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    response = QUIET.post("/form/", {str(n): "x" for n in range(5)})
    assert response.status_code == 413


def test_a_form_that_is_no_form_is_a_400_page():
    response = QUIET.post("/form/", b"--x", content_type="multipart/form-data")
    assert response.status_code == 400
    assert "请求有误" in response.content.decode()


def test_an_outdated_form_says_how_to_save_the_text(caplog):
    caplog.set_level(logging.ERROR)
    response = Client(enforce_csrf_checks=True).post("/login/", {"username": "x", "password": "y"})
    assert response.status_code == 403
    assert "请按浏览器的返回键，刷新页面后再提交。" in response.content.decode()


def test_programs_get_a_problem_document_instead_of_a_page():
    response = QUIET.get("/forbidden/", headers={"accept": "application/json"})
    assert response.status_code == 403
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == "您没有办理该事项的权限。如有需要，请联系本单位管理员。"


def test_robots_are_told_what_is_public(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /desk/" in response.content.decode()


def test_the_old_address_of_the_icon_leads_to_the_mark(client):
    assert client.get("/favicon.ico")["Location"] == "/static/img/mark.svg"
