"""Where a case stands, told to its citizen in plain words and without the office's own limits."""

import re

import pytest
from django.urls import reverse

from tests.petitions.suggestions.lives import every_life

pytestmark = pytest.mark.django_db

# The headline, and the promise beside it: what a citizen reads first.
EXPECTED = {
    "received": ("已收到，正在找该管的单位", "最迟转交办理单位"),
    "transferred": ("已转交市水利局", "最迟答复您"),
    "handling": ("市水利局正在办理", "最迟答复您"),
    "extended": ("市水利局正在办理", "最迟答复您"),
    "replied": ("已经答复，请您评价", None),
    "rated": ("您已经评价，谢谢", None),
    "reopened": ("市水利局正在重新办理", "最迟答复您"),
    "meeting": ("转为三方当面商量", "最迟商量出结果"),
    "closed": ("这件事已经办结", None),
    "declined": ("这件事没有受理", None),
    "crisis": ("值班人员会尽快与您联系", None),
    "merged": ("已转交市水利局", "最迟答复您"),
}


def _page(client, receipt):
    data = {"number": receipt.suggestion.number, "code": receipt.code}
    return client.post(reverse("petitions:track"), data, follow=True).content.decode()


def _told(page):
    title = re.search(r'<h2 id="standing">(.*?)</h2>', page)
    promise = re.search(r'<div class="promise"><p><span class="muted">(.*?)</span>', page)
    return title and title[1], promise and promise[1]


def test_the_citizen_is_told_in_one_line_where_the_case_stands(
    client, clerk, department, handler, supervisor, monkeypatch
):
    monkeypatch.setattr("petitions.suggestions.views.public.TRIES", 1000)
    lives = every_life(clerk, department, handler, supervisor)
    assert {name: _told(_page(client, receipt)) for name, receipt in lives} == EXPECTED


def test_a_refused_case_shows_no_way_that_it_will_not_go(client, clerk, department, handler, supervisor):
    lives = dict(every_life(clerk, department, handler, supervisor))
    assert 'class="stage"' not in _page(client, lives["declined"])
    assert 'class="stage"' in _page(client, lives["received"])


def test_a_call_back_that_is_late_is_no_alarm_for_the_citizen(client, clerk, department, handler, supervisor):
    lives = dict(every_life(clerk, department, handler, supervisor))
    page = _page(client, lives["replied"])
    assert "超期" not in page
    assert "回访" not in page
