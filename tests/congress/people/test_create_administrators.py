from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from congress.people.models import User
from congress.people.roles import ADMIN_ROLES

NAMES = ["--system-admin", "sys:邓系统", "--security-admin", "sec:安全生", "--audit-admin", "aud:沈计"]


def test_a_new_installation_gets_three_administrators_with_one_time_passwords(city_office):
    out = StringIO()
    call_command("create_administrators", "--organisation", city_office.code, *NAMES, stdout=out)

    assert {u.grants.get().role for u in User.objects.all()} == ADMIN_ROLES
    for line in out.getvalue().splitlines():
        username, password = line.split(": ")[1].split()
        user = User.objects.get(username=username)
        assert user.check_password(password)
        assert user.must_change_password


def test_an_installation_that_has_administrators_is_left_alone(system_admin, city_office):
    with pytest.raises(CommandError, match="administrators already"):
        call_command("create_administrators", "--organisation", city_office.code, *NAMES)

    assert User.objects.get() == system_admin


@pytest.mark.parametrize(
    "wrong",
    [
        ["--organisation", "nowhere", *NAMES],
        ["--organisation", "430500-RD-DGW", *NAMES[:4], "--audit-admin", "bad name:沈"],
    ],
)
def test_a_mistake_opens_nobody(city_office, wrong):
    with pytest.raises(CommandError):
        call_command("create_administrators", *wrong)

    assert not User.objects.exists()
