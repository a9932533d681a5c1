"""The citizen's pages, without a script: report, receipt, track, rate, published cases."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from congress import clock
from congress import pow as barrier
from congress.models import Notice
from petitions.suggestions.codes import query_code, show_code
from petitions.suggestions.models import Suggestion, Supporter
from petitions.suggestions.services.reference import load_categories
from petitions.suggestions.services.reply import publish_suggestion
from petitions.suggestions.services.triage import decline_suggestion
from petitions.suggestions.states import DeclineReason, State
from tests.petitions.suggestions.cases import WORDS, receive, replied

pytestmark = pytest.mark.django_db


@pytest.fixture
def categories(db):
    load_categories()


@pytest.fixture
def slow_reader(monkeypatch, settings):
    """Somebody who takes longer than three seconds to read the page through."""
    monkeypatch.setattr(barrier, "SHORTEST_SECONDS", 0)


def fill(client, **changes):
    """Walk to the check page. `changes` replace single answers."""
    answers = {
        "category": "01", "content": WORDS, "region": "430524001", "spot": "小学门前", "kind": "named",
        "name": "刘桂香", "phone": "139 0000 1234", "consent": "on", "publish_consent": "on", **changes,
    }  # fmt: skip
    client.post(reverse("petitions:report"), {name: answers[name] for name in ("category", "content")})
    client.post(reverse("petitions:report-where"), {name: answers[name] for name in ("region", "spot")})
    named = ("kind", "name", "phone", "consent", "publish_consent", "people_count", "is_minor")
    client.post(reverse("petitions:report-you"), {name: answers[name] for name in named if answers.get(name)})
    return client.get(reverse("petitions:report-check"))


def hidden(page) -> dict[str, str]:
    return dict(re.findall(r'name="(pow_\w+|csrfmiddlewaretoken)" value="([^"]*)"', page.content.decode()))


def track(client, number: str, code: str):
    return client.post(reverse("petitions:track"), {"number": number, "code": code}, follow=True)


def test_a_citizen_reports_in_four_pages_and_leaves_with_number_code_and_date(
    client, categories, slow_reader
) -> None:
    check = fill(client)
    assert WORDS in check.content.decode()
    done = client.post(reverse("petitions:report-check"), hidden(check), follow=True)
    matter = Suggestion.objects.get()
    page = done.content.decode()
    assert matter.number in page
    assert re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page)
    assert (matter.channel, matter.spot, matter.publish_consent) == ("portal", "小学门前", True)
    assert matter.petitioners.get().phone.reveal() == "13900001234"


def test_the_receipt_can_be_shown_again_and_a_second_tap_sends_nothing_new(
    client, categories, slow_reader
) -> None:
    body = hidden(fill(client))
    first = client.post(reverse("petitions:report-check"), body)
    assert first["Location"] == reverse("petitions:report-done")
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", client.get(first["Location"]).content.decode())[
        0
    ]
    assert code in client.get(reverse("petitions:report-done")).content.decode()
    assert Suggestion.objects.count() == 1


def test_pages_cannot_be_skipped(client, categories) -> None:
    for page in ("report-where", "report-you", "report-check"):
        assert client.get(reverse(f"petitions:{page}"))["Location"] == reverse("petitions:report")


def test_what_is_wrong_is_said_beside_the_field_and_the_words_are_kept(client, categories) -> None:
    answer = client.post(reverse("petitions:report"), {"category": "", "content": "路灯坏"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请选一类；说不清就选“其他”。" in page
    assert "请至少写 8 个字，现在是 3 个字。" in page
    assert "路灯坏</textarea>" in page
    assert "有错误：" in page


def test_who_presses_before_the_proof_is_there_sees_everything_kept_and_how_long_to_wait(
    client, categories
) -> None:
    answer = client.post(reverse("petitions:report-check"), hidden(fill(client)))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "还差一点：请在 3 秒后再点一次“提交”，填写的内容都还在。" in page
    assert WORDS in page
    assert "有错误：" not in page
    # With a script it sends itself once the proof is found.
    assert "data-pow-go" in page
    assert not Suggestion.objects.exists()


def test_a_forged_barrier_is_refused_and_does_not_send_itself(client, categories) -> None:
    answer = client.post(
        reverse("petitions:report-check"), hidden(fill(client)) | {"pow_salt": "report.²²².x"}
    )
    assert answer.status_code == 422
    assert "页面校验信息不完整，请再提交一次。" in answer.content.decode()
    assert "data-pow-go" not in answer.content.decode()


def test_words_of_despair_are_met_with_numbers_to_call(client, categories, slow_reader) -> None:
    check = fill(client, content="工资拖了两年没人管，我真的活不下去了。")
    page = client.post(reverse("petitions:report-check"), hidden(check), follow=True).content.decode()
    assert "您现在安全吗？" in page
    assert "12356" in page
    assert Suggestion.objects.get().state == State.SUSPENDED


def test_a_similar_published_case_is_offered_and_can_be_supported_once(
    client, categories, clerk, department, handler
) -> None:
    matter = publish(clerk, department, handler)
    client.post(reverse("petitions:report"), {"category": "01", "content": WORDS})
    answer = client.post(reverse("petitions:report-where"), {"region": "430524001"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("petitions:report-similar")
    assert matter.public_title in answer.content.decode()
    for _press in range(2):
        client.post(reverse("petitions:support", args=[matter.number]))
    matter.refresh_from_db()
    assert (matter.supporter_count, Supporter.objects.count()) == (1, 1)


def publish(clerk, department, handler) -> Suggestion:
    return publish_suggestion(
        replied(clerk, department, handler, on=localdate()), public_title="村口到小学路灯不亮",
        public_text="村口到小学的路灯半年不亮，孩子放学天黑。", public_reply="已更换线路并恢复照明。",
        actor=clerk, on=localdate(),
    )  # fmt: skip


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(client) -> None:
    receipt = receive()
    wrong_code = track(client, receipt.suggestion.number, "0000-0000-0000").content.decode()
    wrong_number = track(client, "MY-2026-430524-000999", receipt.code).content.decode()
    sentence = "没有找到。请核对编号和查询码，或换一种方式联系我们。"
    assert sentence in wrong_code
    assert sentence in wrong_number


def test_guessing_codes_is_slowed_down(client) -> None:
    number = receive().suggestion.number
    answers = [track(client, number, f"AAAA-AAAA-{n:04d}").status_code for n in range(12)]
    assert answers == [422] * 10 + [429] * 2


def test_the_tracking_page_shows_the_answer_and_takes_the_rating(client, clerk, department, handler) -> None:
    with clock.at(clock.now() - timedelta(hours=1)):
        matter = replied(clerk, department, handler, on=localdate())
    page = track(client, matter.number, show_code(query_code(matter.client_uuid))).content.decode()
    assert "已更换线路并全部恢复照明" in page
    assert "王强" not in page
    rated = client.post(
        reverse("petitions:track-case"), {"step": "rate", "solved": "unsolved", "satisfied": "dissatisfied"}
    )
    assert rated.status_code == 422
    assert "请简单说说不满意在哪里，方便改进。" in rated.content.decode()
    body = {"step": "rate", "solved": "unsolved", "satisfied": "dissatisfied", "comment": "还有三盏不亮"}
    page = client.post(reverse("petitions:track-case"), body, follow=True).content.decode()
    assert "您不满意，市水利局将重新办理" in page
    matter.refresh_from_db()
    assert (matter.state, matter.round) == (State.HANDLING, 2)


def test_a_declined_citizen_reads_where_to_go_and_objects_once(client, clerk) -> None:
    receipt = receive(on=localdate())
    decline_suggestion(
        receipt.suggestion, reason=DeclineReason.LEGAL_PATH, basis="《行政复议法》第十一条", guidance="请向区政府申请行政复议。",
        actor=clerk, on=localdate(),
    )  # fmt: skip
    page = track(client, receipt.suggestion.number, receipt.code).content.decode()
    assert "请向区政府申请行政复议。" in page
    client.post(reverse("petitions:track-case"), {"step": "object", "text": "法院说这事归街道管。"})
    receipt.suggestion.refresh_from_db()
    assert receipt.suggestion.state == State.RECEIVED


def test_the_published_list_searches_the_edited_copy_and_never_the_own_words(
    client, clerk, department, handler
) -> None:
    matter = publish(clerk, department, handler)
    assert matter.number in client.get(reverse("petitions:published"), {"q": "照明"}).content.decode()
    assert matter.number not in client.get(reverse("petitions:published"), {"q": "老人摔倒"}).content.decode()
    page = client.get(reverse("petitions:published-case", args=[matter.number])).content.decode()
    assert "已更换线路并恢复照明。" in page
    assert "刘桂香" not in page
    assert client.get(reverse("petitions:published-case", args=["MY-2026-430524-000999"])).status_code == 404


def test_the_home_page_answers_without_anything_published(client) -> None:
    page = client.get("/").content.decode()
    assert "我要反映" in page
    assert "还没有公开的事项" in page


def test_a_lost_code_is_replaced_by_a_code_to_the_phone_of_the_case(client) -> None:
    matter = receive().suggestion
    client.post(reverse("petitions:track-lost"), {"number": matter.number, "phone": "139 0000 1234"})
    code = json.loads(Notice.objects.get(template="phone_code").secrets.reveal())["code"]
    wrong = client.post(reverse("petitions:track-code"), {"code": "000000" if code != "000000" else "111111"})
    assert wrong.status_code == 422
    opened = client.post(reverse("petitions:track-code"), {"code": code}, follow=True)
    assert matter.title in opened.content.decode()


def test_a_phone_that_is_not_the_case_s_gets_no_message_and_the_same_page(client) -> None:
    number = receive().suggestion.number
    right = client.post(reverse("petitions:track-lost"), {"number": number, "phone": "13900001234"})
    wrong = client.post(reverse("petitions:track-lost"), {"number": number, "phone": "13900009999"})
    assert (right.status_code, right["Location"]) == (wrong.status_code, wrong["Location"])
    assert Notice.objects.filter(template="phone_code").count() == 1
