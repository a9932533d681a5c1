from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from congress.notices.delivery import deliver_waiting
from congress.notices.selectors import unread_count
from congress.notices.services import Posting, Recipient, post_notice, post_notices

pytestmark = pytest.mark.django_db


def words_of(answer):
    return answer.content.decode()


def post(to, key="k", **more):
    return post_notice("test_transferred", to=to, key=key, number=key, due="明天", **more)


def test_the_inbox_shows_unread_ones_first_and_everything_on_the_second_tab(signed_in, handler, department):
    client = signed_in(handler)
    assert "还没有消息" in words_of(client.get("/desk/notices/"))
    first, _second = post(department, "MY-1"), post(handler, "MY-2")
    client.post(f"/desk/notices/{first.pk}/", {"stay": "1"})
    unread, everything = (
        words_of(client.get("/desk/notices/")),
        words_of(client.get("/desk/notices/?show=all")),
    )
    assert ("转来一件 MY-1" in unread, "转来一件 MY-2" in unread) == (False, True)
    assert everything.index("转来一件 MY-2") < everything.index("转来一件 MY-1")
    assert "市水利局" in everything


def test_opening_a_message_marks_it_read_and_leads_to_the_matter(signed_in, handler, department):
    notice = post(department, link="/desk/suggestions/MY-1/")
    answer = signed_in(handler).post(f"/desk/notices/{notice.pk}/")
    assert (answer.status_code, answer.url, unread_count(handler)) == (302, "/desk/suggestions/MY-1/", 0)


@pytest.mark.parametrize("link", ["", "//evil.example/", "https://evil.example/", "javascript:alert(1)"])
def test_a_message_never_leads_out_of_the_house(signed_in, handler, department, link):
    notice = post(department, link=link)
    assert signed_in(handler).post(f"/desk/notices/{notice.pk}/").url == "/desk/notices/"


def test_somebody_elses_message_does_not_exist(signed_in, other_handler, department):
    notice = post(department)
    answer = signed_in(other_handler).post(f"/desk/notices/{notice.pk}/")
    assert (answer.status_code, unread_count(other_handler)) == (404, 0)


def test_all_can_be_marked_read_at_once(signed_in, handler, department):
    for n in range(3):
        post(department, f"MY-{n}")
    answer = signed_in(handler).post("/desk/notices/read/", follow=True)
    assert "已将 3 条消息标为已读。" in words_of(answer)
    assert words_of(answer).count("转来一件 MY-") == 3
    assert unread_count(handler) == 0


def test_reading_a_page_marks_nothing(signed_in, handler, department):
    notice = post(department)
    client = signed_in(handler)
    client.get("/desk/notices/")
    assert client.get(f"/desk/notices/{notice.pk}/").status_code == 405
    assert unread_count(handler) == 1


def test_pages_of_the_inbox_follow_each_other(signed_in, handler, department):
    at = timezone.now()
    post_notices(
        Posting(
            "test_transferred",
            department,
            f"{n:03}",
            on_at=at - timedelta(minutes=n),
            context={"number": f"{n:03}", "due": ""},
        )
        for n in range(70)
    )
    client = signed_in(handler)
    answer, seen = client.get("/desk/notices/?show=all"), []
    while True:
        page = answer.context["page"]
        seen += [item.notice.key for item in page.rows]
        if not page.next_cursor:
            break
        answer = client.get("/desk/notices/", {"show": "all", "cursor": page.next_cursor})
    assert seen == [f"{n:03}" for n in range(70)]
    broken = client.get("/desk/notices/?show=all&cursor=nonsense")
    assert (broken.status_code, broken.context["page"].rows[0].notice.key) == (200, "000")


@pytest.mark.parametrize(
    ("person", "page", "expected"),
    [
        ("clerk", "/desk/notices/", 200),
        ("handler", "/desk/notices/", 200),
        ("leader", "/desk/notices/", 200),
        ("deputy", "/m/notices/", 200),
        ("handler", "/m/notices/", 403),
        ("audit_admin", "/desk/notices/", 403),
        ("stranger", "/desk/notices/", 403),
    ],
)
def test_who_may_open_the_inbox(request, signed_in, person, page, expected):
    assert signed_in(request.getfixturevalue(person)).get(page).status_code == expected


def test_without_signing_in_there_is_no_inbox(client):
    assert client.get("/desk/notices/").url.startswith("/login/")


def test_a_deputy_reads_and_ticks_off_on_the_phone(signed_in, deputy):
    notice = post(deputy)
    client = signed_in(deputy)
    assert "转来一件 k" in words_of(client.get("/m/notices/"))
    assert client.post(f"/m/notices/{notice.pk}/").url == "/m/notices/"
    assert client.post("/m/notices/read/").url == "/m/notices/"
    assert unread_count(deputy) == 0


def test_the_inbox_page_costs_the_same_for_one_message_and_for_thirty(signed_in, handler, department):
    client = signed_in(handler)
    post(department, "0")
    client.get("/desk/notices/?show=all")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/notices/?show=all")
    post_notices(
        Posting("test_transferred", department, f"x{n}", context={"number": n, "due": ""}) for n in range(29)
    )
    with CaptureQueriesContext(connection) as thirty:
        client.get("/desk/notices/?show=all")
    assert len(thirty) == len(one)


def test_a_citizen_reads_the_code_in_the_outbox_and_the_number_is_masked(client, settings):
    settings.SMS_BACKEND = "outbox"
    assert "还没有短信" in words_of(client.get("/demo-outbox/"))
    post_notice(
        "test_registered",
        to=Recipient(phone="13900001234"),
        key="k",
        urgent=True,
        secrets={"code": "QX7"},
        number=1,
    )
    deliver_waiting()
    page = words_of(client.get("/demo-outbox/"))
    assert "查询码 QX7" in page
    assert "139****1234" in page
    assert "13900001234" not in page


@pytest.mark.parametrize("backend", ["off", "http"])
def test_with_a_real_gateway_there_is_no_outbox_page(settings, backend):
    settings.SMS_BACKEND = backend
    assert Client().get("/demo-outbox/").status_code == 404
