"""Tags and filters: lights, dates, numbers, form fields."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.template import Context, Template

from congress.templatetags import ui
from congress.workdays.models import SpecialDay

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("due_on", "tone", "words"),
    [
        (date(2026, 11, 19), "bad", "超期 4 天"),
        (date(2026, 11, 22), "bad", "超期 1 天"),
        (date(2026, 11, 23), "warn", "今天到期"),
        (date(2026, 11, 25), "warn", "剩 2 天"),
        (date(2026, 11, 26), "ok", "剩 3 天"),
    ],
)
def test_the_light_says_in_words_what_its_shape_shows(due_on, tone, words):
    assert ui.light(due_on, TODAY) == f'<span class="light {tone}">{words}</span>'


def test_a_clock_that_stands_still_is_a_ring_whatever_its_date():
    assert ui.light(date(2026, 11, 19), TODAY, paused=True) == '<span class="light none">暂停计时</span>'


def test_what_has_no_limit_has_no_light():
    assert ui.light(None, TODAY) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due_on", "tone", "words"),
    [
        (date(2026, 11, 27), "ok", "剩 4 个工作日"),
        (date(2026, 11, 30), "ok", "剩 5 个工作日"),
        (date(2026, 11, 20), "bad", "超期 1 个工作日"),
        (date(2026, 11, 22), "bad", "超期 1 个工作日"),
    ],
)
def test_working_days_are_called_so_and_skip_the_weekend(due_on, tone, words):
    assert ui.light(due_on, TODAY, unit="working_days") == f'<span class="light {tone}">{words}</span>'


@pytest.mark.django_db
def test_late_by_a_weekend_only_is_late_by_no_working_day():
    assert "已超期" in ui.light(date(2026, 11, 20), date(2026, 11, 22), unit="working_days")


@pytest.mark.django_db
def test_a_free_day_is_not_counted():
    SpecialDay.objects.create(date=date(2026, 11, 25), is_working=False, name="测试放假", source="测试")
    assert "剩 3 个工作日" in ui.light(date(2026, 11, 27), TODAY, unit="working_days")


def test_dates_are_words_in_text_and_figures_in_tables_in_local_time():
    late_evening = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
    assert ui.day(late_evening) == "11 月 23 日"
    assert ui.full_day(TODAY) == "2026 年 11 月 23 日"
    assert ui.iso_day(late_evening) == "2026-11-23"
    assert ui.stamp(late_evening) == "2026-11-23 00:30"
    assert ui.short_stamp(late_evening) == "11-23 00:30"
    assert ui.weekday(TODAY) == "周一"
    assert [f(None) for f in (ui.day, ui.full_day, ui.iso_day, ui.stamp, ui.weekday)] == [""] * 5


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (9999, "9,999"), (10_000, "1 万"), (12_345, "1.2 万"), (340_000_000, "3.4 亿"), (None, "")],
)
def test_large_numbers_are_said_as_people_say_them(value, words):
    assert ui.cn_number(value) == words


def test_an_unknown_share_is_a_dash_and_not_zero():
    assert [ui.percent(x) for x in (None, 0, 0.934)] == ["—", "0.0%", "93.4%"]


def test_names_and_numbers_are_masked_before_a_reason_is_given():
    assert [ui.masked("张小明"), ui.masked("13800001234", "phone"), ui.masked("")] == [
        "张**",
        "138****1234",
        "—",
    ]


def test_an_icon_is_decoration_unless_it_is_named():
    assert 'aria-hidden="true"' in ui.icon("send")
    assert 'role="img" aria-label="发送"' in ui.icon("send", "发送")
    assert "&lt;" in ui.icon("send", "<b>")


class Form(forms.Form):
    words = forms.CharField(label="说明", help_text="一句话。", max_length=50, widget=forms.Textarea)
    way = forms.ChoiceField(label="方式", choices=[("a", "上门")], widget=forms.RadioSelect)
    note = forms.CharField(label="备注", required=False)


def field_html(form: forms.Form, name: str) -> str:
    template = Template('{% include "components/field.html" with field=form_field only %}')
    return template.render(Context({"form_field": form[name]}))


def test_a_field_names_its_hint_and_its_error_to_readers():
    html = field_html(Form({"words": "x" * 60}), "words")
    assert 'aria-describedby="id_words_helptext id_words_error"' in html
    assert 'id="id_words_helptext"' in html
    assert 'id="id_words_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'data-count="50"' in html


def test_a_group_of_choices_is_a_fieldset_with_its_question():
    html = field_html(Form(), "way")
    assert "<legend>方式</legend>" in html
    assert 'type="radio"' in html


def test_what_may_be_left_empty_says_so():
    assert "（选填）" in field_html(Form(), "note")
    assert "（选填）" not in field_html(Form(), "words")


def test_what_was_typed_is_shown_as_text_and_never_as_markup():
    html = field_html(Form({"note": '"><script>x</script>'}), "note")
    assert "<script>" not in html
