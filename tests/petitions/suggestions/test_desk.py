"""The desk's pages, once for each person."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from congress.models import AuditEvent
from petitions.suggestions.models import Suggestion
from petitions.suggestions.rules import steps_for
from petitions.suggestions.services.handling import ask_extension
from petitions.suggestions.services.transfer import transfer_suggestion
from petitions.suggestions.states import FLOW, State
from tests.petitions.suggestions.cases import in_hand, receive, transferred

pytestmark = pytest.mark.django_db


def case(matter) -> str:
    return reverse("petitions:case", args=[matter.number])


def test_a_clerk_sees_what_waits_and_opens_it(signed_in, clerk) -> None:
    matter = receive().suggestion
    client = signed_in(clerk)
    assert matter.number in client.get(reverse("petitions:today")).content.decode()
    assert matter.number in client.get(reverse("petitions:worklist")).content.decode()
    page = client.get(case(matter)).content.decode()
    assert matter.content in page
    assert "13900001234" not in page
    assert "139****1234" in page


@pytest.mark.parametrize(
    "person", ["handler", "station_officer", "deputy", "stranger", "system_admin", "audit_admin"]
)
def test_who_has_no_part_in_it_gets_not_found(request, signed_in, person) -> None:
    matter = receive().suggestion
    client = signed_in(request.getfixturevalue(person))
    assert client.get(case(matter)).status_code in (302, 403, 404)
    assert matter.number not in client.get(case(matter)).content.decode()


def test_without_a_login_every_desk_page_leads_to_the_login(client) -> None:
    matter = receive().suggestion
    for address in (reverse("petitions:today"), reverse("petitions:worklist"), case(matter)):
        assert client.get(address)["Location"].startswith("/login/")


def test_the_list_costs_the_same_queries_for_one_and_for_three_rows(
    signed_in, clerk, django_assert_max_num_queries
) -> None:
    client = signed_in(clerk)
    receive()
    client.get(reverse("petitions:worklist"))
    with django_assert_max_num_queries(16) as one:
        client.get(reverse("petitions:worklist"))
    receive()
    receive()
    with django_assert_max_num_queries(16) as three:
        client.get(reverse("petitions:worklist"))
    assert len(one) == len(three)


def test_the_list_shows_fifty_and_goes_on_from_there(signed_in, clerk) -> None:
    numbers = [receive().suggestion.number for _ in range(53)]
    client = signed_in(clerk)
    first = client.get(reverse("petitions:worklist"))
    assert [n in first.content.decode() for n in (numbers[49], numbers[50])] == [True, False]
    second = client.get(reverse("petitions:worklist"), {"cursor": first.context["page"].next_cursor})
    assert [n in second.content.decode() for n in (numbers[49], numbers[50], numbers[52])] == [
        False,
        True,
        True,
    ]
    broken = client.get(reverse("petitions:worklist"), {"cursor": "x"})
    assert broken.context["page"].trouble in broken.content.decode()
    assert broken.context["page"].trouble


@pytest.mark.parametrize("q", ["路灯", "000001", "139 0000 1234"])
def test_search_finds_by_word_by_part_of_the_number_and_by_phone(signed_in, clerk, q) -> None:
    matter = receive().suggestion
    other = receive(
        content="农贸市场门口的下水道堵了半个月没人来管。", title="下水道堵了", phone="13900005678"
    ).suggestion
    page = signed_in(clerk).get(reverse("petitions:search"), {"q": q}).content.decode()
    assert (matter.number in page, other.number in page) == (True, False)


def test_a_step_through_the_page_does_what_the_service_does(signed_in, clerk, department) -> None:
    matter = receive().suggestion
    client = signed_in(clerk)
    answer = client.post(
        reverse("petitions:step", args=[matter.number, "accept"]), {"version": matter.version}, follow=True
    )
    assert "已受理" in answer.content.decode()
    matter.refresh_from_db()
    assert matter.state == State.ACCEPTED


def test_a_refused_form_keeps_what_was_typed(signed_in, clerk, handler, department) -> None:
    matter = in_hand(clerk, department, handler, on=localdate())
    answer = signed_in(handler).post(
        reverse("petitions:step", args=[matter.number, "reply"]),
        {
            "version": matter.version,
            "text": "快办好了。",
            "result_class": "solved",
            "signature_level": "head",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "快办好了。" in page
    assert "请至少写 30 个字，现在是 5 个字。" in page


def test_a_page_from_before_somebody_was_faster_is_a_409_that_keeps_the_text(
    signed_in, clerk, handler, department
) -> None:
    matter = transferred(clerk, department, on=localdate())
    answer = signed_in(handler).post(
        reverse("petitions:step", args=[matter.number, "sign"]), {"version": matter.version - 1}
    )
    assert answer.status_code == 409
    assert "该事项刚被李敏处理，请刷新后再试。" in answer.content.decode()


def test_a_forbidden_step_changes_nothing(signed_in, leader, department) -> None:
    matter = receive().suggestion
    answer = signed_in(leader).post(reverse("petitions:step", args=[matter.number, "accept"]), {})
    assert answer.status_code == 403
    matter.refresh_from_db()
    assert matter.state == State.RECEIVED


def test_showing_a_phone_takes_a_reason_and_is_recorded(signed_in, clerk) -> None:
    matter = receive().suggestion
    person = matter.petitioners.get()
    client = signed_in(clerk)
    address = reverse("petitions:reveal", args=[matter.number])
    assert "13900001234" not in client.post(address, {"person": person.pk, "reason": ""}).content.decode()
    page = client.post(address, {"person": person.pk, "reason": "电话核实地点"}).content.decode()
    assert "13900001234" in page
    assert AuditEvent.objects.filter(verb="congress.personal_data.revealed").exists()


def test_bulk_transfer_checks_first_and_then_moves(signed_in, clerk, department) -> None:
    fresh = [receive().suggestion for _ in range(2)]
    gone = transfer_suggestion(receive().suggestion, lead=department, actor=clerk, on=localdate())
    client = signed_in(clerk)
    picks = [m.pk for m in (*fresh, gone)]
    check = client.post(reverse("petitions:bulk-transfer"), {"pick": picks}).content.decode()
    assert "1 件不能转办，不包括在内" in check
    body = {
        "pick": picks,
        "confirmed": "yes",
        "lead": department.code,
        "route": "transfer",
        "difficulty": "ordinary",
    }
    client.post(reverse("petitions:bulk-transfer"), body)
    assert Suggestion.objects.filter(state=State.TRANSFERRED, lead=department).count() == 3


def test_a_station_officer_registers_for_who_came(signed_in, station_officer, county_office) -> None:
    client = signed_in(station_officer)
    page = client.get(reverse("petitions:register"))
    body = {
        "client_uuid": page.context["form"]["client_uuid"].value(),
        "channel": "visit",
        "content": "村里的自来水早晚两个小时没有水，做饭都成问题。",
        "region": "430524001",
        "kind": "named",
        "people_count": "1",
        "name": "王大爷",
        "phone": "13900001111",
        "wants_reply": "on",
    }
    bad = client.post(reverse("petitions:register"), {**body, "content": "没水"})
    assert (bad.status_code, "请至少写 8 个字" in bad.content.decode()) == (422, True)
    done = client.post(reverse("petitions:register"), body, follow=True)
    matter = Suggestion.objects.get()
    assert matter.station == station_officer.grants.get().organisation
    assert f"已登记，编号 {matter.number}，查询码" in done.content.decode()


def test_the_help_page_lists_every_step_of_the_flow(signed_in, handler) -> None:
    page = signed_in(handler).get(reverse("petitions:flow")).content.decode()
    assert all(f">{step.label}</th>" in page for step in FLOW)


def buttons(user, matter) -> set[str]:
    return {step.name for step in steps_for(user, matter, on=localdate())}


def test_only_steps_that_can_still_be_taken_are_offered(clerk, handler, department, other_department) -> None:
    matter = in_hand(clerk, department, handler, on=localdate(), publish_consent=False)
    assert {"return_to_sender", "ask_extension", "reply", "record_contact"} <= buttons(handler, matter)
    assert not {"grant_extension", "refuse_extension", "publish", "unpublish"} & buttons(clerk, matter)
    ask_extension(matter, reason="需要采购线缆，正在走流程。", days=5, actor=handler, on=localdate())
    assert "ask_extension" not in buttons(handler, matter)
    assert {"grant_extension", "refuse_extension"} <= buttons(clerk, matter)
    later = localdate() + timedelta(days=10)
    assert "return_to_sender" not in {step.name for step in steps_for(handler, matter, on=later)}
