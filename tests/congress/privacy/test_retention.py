"""What people are told, and when their data goes."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import now

from congress.audit.models import AuditEvent
from congress.errors import BadInput
from congress.privacy import services
from congress.privacy.models import ConsentNotice, PhoneCode, Retention
from congress.privacy.phone_codes import send_phone_code
from congress.privacy.selectors import current_notice
from congress.privacy.services import (
    change_retention,
    erase_expired,
    months_before,
    publish_consent_notice,
    register_eraser,
    retention_rules,
)

ON = date(2026, 11, 23)
KIND = "tests.letters"


@pytest.fixture
def letters(db, monkeypatch):
    """A kind of data whose eraser notes what it was asked."""
    monkeypatch.setattr(services, "_erasers", dict(services._erasers))
    asked = []

    def erase(*, before: date, on: date) -> int:
        asked.append((before, on))
        return 3 if len(asked) == 1 else 0

    register_eraser(KIND, label="来信", months=36, basis="示例", eraser=erase)
    return asked


def test_an_eraser_runs_up_to_the_end_of_its_term_and_leaves_an_event(letters):
    assert erase_expired(on=ON)[KIND] == 3
    assert letters == [(date(2023, 11, 23), ON)]
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor_name) == ("congress.personal_data.erased", "系统")
    assert event.facts == {"kind": KIND, "before": "2023-11-23", "months": 36, "basis": "示例", "rows": 3}


def test_running_again_erases_and_records_nothing(letters):
    erase_expired(on=ON)
    assert erase_expired(on=ON)[KIND] == 0
    assert AuditEvent.objects.count() == 1


def test_the_office_may_set_another_term(letters, security_admin):
    row = change_retention(KIND, months=12, basis=" 市档案局规定 ", actor=security_admin)
    assert (row.label, row.months, row.basis) == ("来信", 12, "市档案局规定")
    assert AuditEvent.objects.get().facts == {"before": 36, "after": 12, "basis": "市档案局规定"}
    assert [rule.months for rule in retention_rules() if rule.kind == KIND] == [12]
    erase_expired(on=ON)
    assert letters == [(date(2025, 11, 23), ON)]


@pytest.mark.parametrize(
    ("kind", "months", "basis", "field"),
    [("nothing", 12, "示例", "kind"), (KIND, 0, "示例", "months"), (KIND, 12, " ", "basis")],
)
def test_a_bad_term_is_refused(letters, security_admin, kind, months, basis, field):
    with pytest.raises(BadInput) as refused:
        change_retention(kind, months=months, basis=basis, actor=security_admin)
    assert refused.value.field == field
    assert (Retention.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_the_codes_sent_to_phones_go_after_a_month(db):
    at = now()
    send_phone_code("13812345678", "suggestion", at=at - timedelta(days=40))
    assert erase_expired(on=at.date())["congress.phone_codes"] == 1
    assert PhoneCode.objects.count() == 0


@pytest.mark.parametrize(
    ("on", "months", "expected"),
    [
        (date(2026, 11, 23), 1, date(2026, 10, 23)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2025, 12, 31)),
        (date(2026, 11, 30), 36, date(2023, 11, 30)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
    ],
)
def test_months_are_counted_back_to_the_same_day_or_the_months_end(on, months, expected):
    assert months_before(on, months) == expected


@pytest.mark.parametrize("purpose", ["suggestion", "publication", "phone"])
def test_a_first_notice_is_there_for_every_purpose(db, purpose):
    notice = current_notice(purpose)
    assert notice.version == 1
    assert "个人信息保护法" in notice.text
    assert notice.retention


def test_a_new_wording_is_a_new_version_and_the_old_one_stays(security_admin, db):
    old = current_notice("suggestion")
    new = publish_consent_notice(
        "suggestion", title="告知书", text="新的内容", retention="两年", actor=security_admin, on=ON
    )
    assert (new.version, current_notice("suggestion")) == (2, new)
    assert ConsentNotice.objects.get(pk=old.pk).text == old.text
    assert AuditEvent.objects.get().facts == {"purpose": "suggestion", "version": 2}


def test_a_purpose_without_notice_is_a_mistake(db):
    with pytest.raises(LookupError):
        current_notice("nothing")
