"""The papers of a vote: what stands on them, from which phase on, and who gets them."""

import re

import pypdfium2
import pytest

from congress.audit.models import AuditEvent
from outreach.projects.vote.services import closing, publishing
from outreach.projects.vote.sheets import SHEETS
from tests.outreach.projects.vote_makers import AT, Hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(clerk, city_office):
    return Hall(clerk, city_office)


def words(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"[\s\u200b\ufffe]", "", text)


def published(hall: Hall):
    hall.tested()
    counted = hall.counted(
        hall.opened(hall.frozen(hall.drafted()), present=8),
        [["1", "2"]] * 5 + [["1"], ["3"], ["1", "2", "3"]],
    )
    return publishing.publish_round(counted, actor=hall.clerk, at=AT)


def test_the_announcement_names_the_chosen_projects_by_their_votes_and_the_rule(hall):
    text = words(SHEETS["announcement"][1](published(hall), at=AT))
    assert "代表总数9人，到会8人，发出选票8张，收回8张，有效7张" in text
    assert "2个项目当选。" in text
    assert text.index("1第1项6") < text.index("2第2项5")
    assert "第3项" not in text.split("现公布如下")[1]
    assert "大会主席团" in text


def test_the_report_has_three_numbers_a_line_the_spoiled_by_reason_and_lines_to_sign(hall):
    text = words(SHEETS["report"][1](published(hall), at=AT))
    assert "1第1项601当选" in text
    assert "无效票：同意数超过应选数1张。" in text
    assert all(line in text for line in ("总监票人：", "监票人：", "计票人："))


def test_the_paper_ballot_names_nobody_and_carries_the_rules_hash(hall):
    text = words(SHEETS["ballot"][1](hall.frozen(), at=AT))
    assert "候选项目4项，应选2项。" in text
    assert hall.method.sha256 in text
    assert not any(f"监票{n}" in text or hall.clerk.name in text for n in range(3))


def test_the_minutes_tell_every_step_and_the_empty_box_but_not_who_took_an_envelope(hall):
    text = words(SHEETS["minutes"][1](published(hall), at=AT))
    assert "电子票箱内0张（零票报告）" in text
    assert all(step in text for step in ("封存投票", "开始投票", "截止投票", "启封选票", "计票"))
    assert not any(quiet in text for quiet in ("代表签到", "发放投票凭证"))


def test_a_paper_of_a_later_phase_does_not_exist_yet_and_each_print_is_recorded(hall, signed_in):
    vote = hall.opened()
    client = signed_in(hall.clerk)
    address = f"/desk/projects/votes/{vote.code}/print/"
    assert client.get(f"{address}report/").status_code == 404
    assert client.get(f"{address}nothing/").status_code == 404
    answer = client.get(f"{address}ballot/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    event = AuditEvent.objects.get(verb="outreach.vote.printed")
    assert (event.actor_name, event.facts["sheet"]) == (hall.clerk.name, "ballot")


def test_the_screen_shows_figures_while_voting_and_the_result_only_once_it_is_published(hall, client):
    vote = hall.opened(present=6)
    hall.vote(vote, [["1"], ["1", "2"], ["2"], []])
    during = client.get(f"/vote/{vote.code}/screen/").content.decode()
    assert re.sub(r"<[^>]+>|\s", "", during).count("收到选票4/6") == 1
    closed = closing.close_round(vote, actor=hall.clerk, at=AT)
    after = client.get(f"/vote/{closed.code}/screen/").content.decode()
    assert "结果由主持人宣布" in after
    assert "第1项" not in during + after
