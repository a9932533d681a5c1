"""What somebody with bad intentions tries at the portal and at the desk, and does not get."""

import json
import re
import zlib
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import b64_decode
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from congress import clock
from congress.models import Notice
from congress.people.actors import CITIZEN
from petitions.suggestions.codes import show_code
from petitions.suggestions.models import Suggestion
from petitions.suggestions.services.attention import inquire_suggestion
from petitions.suggestions.services.merging import merge_suggestion
from petitions.suggestions.services.rating import rate_suggestion
from petitions.suggestions.services.reference import load_categories
from petitions.suggestions.services.reply import reply_suggestion
from petitions.suggestions.services.submit import RECEIPTS_A_DAY, Person
from petitions.suggestions.states import ResultClass, Satisfaction, SignatureLevel, Solved
from petitions.suggestions.views import report
from tests.petitions.suggestions.cases import ANSWER, WORDS, in_hand, receive

pytestmark = pytest.mark.django_db
TRACK, LOST, CODE = (reverse(f"petitions:{name}") for name in ("track", "track-lost", "track-code"))
NUMBER, PHONE, STRANGER = "MY-2026-430524-000001", "13900001234", "13900009999"


def asked(phone: str, number: str = NUMBER, times: int = 1) -> list[tuple[int, str]]:
    """The answers to somebody who lost a code, as status and page without what differs each time."""
    client = Client()
    return [answer(client.post(LOST, {"number": number, "phone": phone}), phone) for _n in range(times)]


def answer(response, *own: str) -> tuple[int, str]:
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"', "", response.content.decode())
    for word in own:
        page = page.replace(word, "")
    return response.status_code, response.get("Location", "") + page


# ---- the tracking code and the phone behind it ----


def test_who_guesses_at_a_number_does_not_lock_its_citizen_out() -> None:
    receipt = receive()
    assert receipt.suggestion.number == NUMBER
    for n in range(40):
        Client(REMOTE_ADDR=f"10.1.1.{n % 4}").post(TRACK, {"number": NUMBER, "code": f"AAAA-{n:04d}"})

    opened = Client(REMOTE_ADDR="10.2.2.2").post(TRACK, {"number": NUMBER, "code": show_code(receipt.code)})

    assert (opened.status_code, opened["Location"]) == (302, reverse("petitions:track-case"))


def test_a_lost_code_asked_too_often_says_nothing_of_whose_phone_it_is() -> None:
    receive()
    assert asked(PHONE, times=5) == asked(STRANGER, times=5)


def test_a_landline_says_nothing_of_whose_phone_it_is() -> None:
    receive(phone="0739-5321234")
    assert asked("0739-5321234") == asked("0739-5329999")


def test_a_wrong_code_says_nothing_of_whose_phone_it_is() -> None:
    receive()
    tries = []
    for phone in (PHONE, STRANGER):
        client = Client()
        client.post(LOST, {"number": NUMBER, "phone": phone})
        sent = Notice.objects.get(template="phone_code").secrets.reveal()
        wrong = "000000" if json.loads(sent)["code"] != "000000" else "111111"
        tries.append([answer(client.post(CODE, {"code": wrong})) for _n in range(7)])
    assert tries[0] == tries[1]


def test_six_digits_cannot_be_tried_out() -> None:
    receive()
    client = Client()
    client.post(LOST, {"number": NUMBER, "phone": PHONE})
    code = json.loads(Notice.objects.get(template="phone_code").secrets.reveal())["code"]
    for n in range(5):
        client.post(CODE, {"code": f"{(int(code) + 1 + n) % 1_000_000:06d}"})

    assert client.post(CODE, {"code": code}).status_code == 422


# ---- other people's phones ----


def test_a_phone_typed_at_the_portal_again_and_again_is_not_rung_all_day() -> None:
    for n in range(RECEIPTS_A_DAY + 3):
        receive(title=f"第 {n} 次")

    assert Suggestion.objects.count() == RECEIPTS_A_DAY + 3
    assert Notice.objects.filter(template="suggestion_registered").count() == RECEIPTS_A_DAY


# ---- robots ----


def test_a_robot_in_the_trap_has_no_way_round_the_limits(client, station) -> None:
    load_categories()
    for n in range(12):
        fill(client, f"{WORDS}第 {n} 遍")
        client.post(reverse("petitions:report-check"), {"contact_url": "http://spam.example"})
        client.session.flush()
        client.cookies.clear()

    assert Suggestion.objects.count() == 10


def fill(client, content: str) -> None:
    for page, data in (
        ("report", {"category": "01", "content": content}),
        ("report-where", {"region": "430524001"}),
        ("report-you", {"kind": "anonymous", "consent": "on"}),
    ):
        client.post(reverse(f"petitions:{page}"), data)


def test_one_address_cannot_fill_the_disk_before_it_has_sent_anything(client, station, monkeypatch) -> None:
    load_categories()
    monkeypatch.setattr(report, "FILES_PER_HOUR", 2)
    fill(client, WORDS)
    words = []
    for n in range(3):
        file = SimpleUploadedFile(f"{n}.txt", "路灯坏了".encode())
        page = client.post(reverse("petitions:report-you"), {"kind": "anonymous", "files": file})
        words.append("上传的文件太多" in page.content.decode())
    assert words == [False, False, True]


# ---- addresses that make no sense ----


@pytest.mark.parametrize("page", ["worklist", "figures", "published", "department-figures"])
@pytest.mark.parametrize(
    "query",
    ["month=9999-12", "since=9999-12", "until=9999-12", "until=0001-01", "lead=%C2%B2", "lead=" + "9" * 60],
)
def test_months_and_numbers_beyond_reason_narrow_nothing(signed_in, clerk, page, query) -> None:
    assert signed_in(clerk).get(f"{reverse(f'petitions:{page}')}?{query}").status_code == 200


@pytest.mark.parametrize("year", ["9" * 6000, "²", "02026", "-1"])
def test_a_year_beyond_reason_is_this_year(signed_in, clerk, year) -> None:
    assert signed_in(clerk).get(reverse("workdays-calendar"), {"year": year}).status_code == 200


def test_a_bulk_transfer_of_numbers_that_are_none_asks_to_choose(signed_in, clerk) -> None:
    answer = signed_in(clerk).post(reverse("petitions:bulk-transfer"), {"pick": ["²", "x", "9" * 400]})
    assert answer.status_code == 302


@pytest.mark.parametrize("person", ["x", "²", "", "9" * 5000, "-1"])
def test_to_reveal_somebody_who_is_not_there_finds_nothing(signed_in, clerk, person) -> None:
    number = receive().suggestion.number
    body = {"person": person, "reason": "电话核实情况"}
    assert signed_in(clerk).post(reverse("petitions:reveal", args=[number]), body).status_code == 404


def test_to_ask_for_an_override_before_there_is_a_reply_is_refused(signed_in, clerk) -> None:
    number = receive().suggestion.number
    body = {"reason": "这是公开的服务热线。"}
    answer = signed_in(clerk).post(reverse("petitions:override", args=[number]), body)
    assert answer.status_code == 409
    assert "还没有答复，没有可公开的内容。" in answer.content.decode()


def test_who_ends_the_own_session_comes_to_the_sign_in_page(signed_in, clerk) -> None:
    client = signed_in(clerk)
    answer = client.post(reverse("account-session-end", args=[clerk.sign_ins.get().pk]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("login"))


def test_a_draft_waits_sealed_and_belongs_to_its_browser(client, station) -> None:
    load_categories()
    fill(client, WORDS)
    you = {"kind": "named", "name": "刘桂香", "phone": PHONE, "consent": "on"}
    client.post(reverse("petitions:report-you"), you)
    check = client.get(reverse("petitions:report-check")).content.decode()
    assert PHONE in check
    assert Client().get(reverse("petitions:report-check"))["Location"] == reverse("petitions:report")

    packed, squeezed = Session.objects.get().session_data.split(":")[0], False
    if packed.startswith("."):
        packed, squeezed = packed[1:], True
    stored = b64_decode(packed.encode())
    stored = zlib.decompress(stored) if squeezed else stored
    for secret in (PHONE, "刘桂香", json.dumps(WORDS)[1:40], "report"):
        assert secret.encode() not in stored


# ---- other citizens ----


def test_a_merged_citizen_reads_the_answer_and_nothing_of_the_other_one(
    client, clerk, department, handler
) -> None:
    with clock.at(clock.now() - timedelta(hours=1)):
        first = in_hand(clerk, department, handler, on=localdate(), content=WORDS + "我家门口也黑。")
        twin = receive(on=localdate(), phone="13900005678", persons=[Person("王小明", "13900005678")])
        merge_suggestion(twin.suggestion, target=first, actor=clerk, on=localdate())
        inquire_suggestion(first, text="怎么还没有人来？", actor=CITIZEN, on=localdate())
        reply_suggestion(
            first, text=ANSWER, result_class=ResultClass.SOLVED, signature_level=SignatureLevel.HEAD,
            actor=handler, on=localdate(),
        )  # fmt: skip
    rate_suggestion(
        first, solved=Solved.UNSOLVED, satisfied=Satisfaction.DISSATISFIED, comment="还有三盏不亮",
        actor=CITIZEN, on=localdate(),
    )  # fmt: skip

    body = {"number": twin.suggestion.number, "code": show_code(twin.code)}
    page = client.post(TRACK, body, follow=True).content.decode()

    assert "已更换线路并全部恢复照明" in page
    for word in (
        "我家门口也黑",
        "刘",
        "1234",
        "怎么还没有人来",
        "还有三盏不亮",
        "您不满意",
        "您已催问",
        "是否解决：",
    ):
        assert word not in page, word
    # Nor may the one rate for the other.
    client.post(
        reverse("petitions:track-case"), {"step": "rate", "solved": "solved", "satisfied": "satisfied"}
    )
    first.refresh_from_db()
    assert first.satisfied == Satisfaction.DISSATISFIED
