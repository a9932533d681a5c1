import re

from django.conf import settings

TEXT = (settings.BASE_DIR / "docs" / "security-decisions.md").read_text(encoding="utf-8")


def test_every_deviation_has_an_id_a_date_and_a_reason():
    rows = re.findall(r"^\| (D\d+) \| (\S+) \| (.+?) \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)

    assert [row[0] for row in rows] == [f"D{n}" for n in range(1, len(rows) + 1)]
    assert len(rows) == len(re.findall(r"^\| D", TEXT, re.MULTILINE)) == 5
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", row[1]) for row in rows)


def test_the_figures_on_paper_are_those_in_force():
    assert settings.PASSWORD_LIFETIME_DAYS == 90
    assert settings.SESSION_IDLE_MINUTES == {"desk": 15, "phone": 30}
    assert (settings.AXES_FAILURE_LIMIT, settings.LOCKOUT_ADDRESS_LIMIT) == (5, 20)
    assert settings.AXES_COOLOFF_TIME.total_seconds() == 15 * 60
    assert (settings.SESSION_LONGEST_HOURS, settings.SESSIONS_PER_ACCOUNT) == (12, 10)
