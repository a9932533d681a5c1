"""What a citizen types is text, wherever it is shown: portal, desk, ledger, workbook, messages, JSON."""

import io

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook

from congress.models import Notice
from congress.notices.selectors import message_of
from petitions.suggestions.codes import show_code
from petitions.suggestions.services.submit import Person
from tests.petitions.suggestions.cases import receive

pytestmark = pytest.mark.django_db

EVIL = (
    "\"'><img src=x onerror=alert(1)></script><script>alert(2)</script>{{ 7|add:7 }}{% now 'Y' %}𫚉㙟\u202e"
)
FORMULA = '=HYPERLINK("http://evil.example","点我")'


@pytest.fixture
def evil():
    return receive(
        on=localdate(), title=EVIL[:60], content=f"{FORMULA}\n路灯不亮，请修一修。{EVIL}", spot=EVIL[:100],
        persons=[Person(EVIL[:30], "13900001234", EVIL[:100])],
    )  # fmt: skip


def clean(page: str) -> bool:
    return "<img src=x" not in page and "<script>alert" not in page


@pytest.mark.parametrize(
    "address",
    ["/desk/", "/desk/suggestions/?view=all", "/desk/suggestions/?view=triage", "/desk/ledgers/", "/desk/figures/",
     "/desk/notices/", "/desk/search/?q=路灯", "/desk/suggestions/{number}/",
     "/desk/suggestions/?view=all&q=" + "%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"],
)  # fmt: skip
def test_at_the_desk_it_stays_text(signed_in, clerk, evil, address) -> None:
    answer = signed_in(clerk).get(address.format(number=evil.suggestion.number))
    assert answer.status_code == 200
    assert clean(answer.content.decode())


def test_shown_in_clear_it_stays_text(signed_in, clerk, evil) -> None:
    person = evil.suggestion.petitioners.get()
    address = reverse("petitions:reveal", args=[evil.suggestion.number])
    page = signed_in(clerk).post(address, {"person": person.pk, "reason": "打电话核实情况"}).content.decode()
    assert "13900001234" in page
    assert clean(page)


def test_on_the_tracking_page_it_stays_text(client, evil) -> None:
    body = {"number": evil.suggestion.number, "code": show_code(evil.code)}
    page = client.post(reverse("petitions:track"), body, follow=True).content.decode()
    assert "{{ 7|add:7 }}" in page
    assert clean(page)


def test_in_the_workbook_it_is_no_formula(signed_in, clerk, evil) -> None:
    answer = signed_in(clerk).post("/desk/ledgers/")
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    cells = [cell for sheet in load_workbook(io.BytesIO(data)) for row in sheet.iter_rows() for cell in row]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []


def test_no_message_repeats_it(evil) -> None:
    messages = [message_of(notice) for notice in Notice.objects.all()]
    assert messages
    for message in messages:
        assert not {"alert", "路灯"} & {
            word for word in ("alert", "路灯") if word in message.subject + message.body
        }
