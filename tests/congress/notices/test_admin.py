import pytest

from congress.notices.models import Notice
from congress.notices.services import Recipient, post_notice
from congress.notices.states import State

pytestmark = pytest.mark.django_db


def test_the_system_administrator_sees_what_failed_but_not_what_it_says_and_tries_again(
    signed_in, system_admin, settings
):
    settings.SMS_BACKEND = "off"
    notice = post_notice(
        "test_registered", to=Recipient(phone="13900001234"), key="k", secrets={"code": "QX7"}, number="MY-7"
    )
    Notice.objects.update(state=State.PARKED, last_error="gateway: ConnectTimeout", attempts=14)
    client = signed_in(system_admin)
    page = client.get("/admin/congress/notice/").content.decode()
    assert "gateway: ConnectTimeout" in page
    for word in ("13900001234", "1234", "QX7", "MY-7"):
        assert word not in page
    answer = client.post(
        "/admin/congress/notice/", {"action": "try_again", "_selected_action": [notice.pk]}, follow=True
    )
    assert "已重新排队 1 条。" in answer.content.decode()
    notice.refresh_from_db()
    assert (notice.state, notice.attempts) == (State.PENDING, 0)


@pytest.mark.parametrize("who", ["security_admin", "audit_admin", "clerk"])
def test_nobody_else_sees_the_queue(request, signed_in, who):
    answer = signed_in(request.getfixturevalue(who)).get("/admin/congress/notice/")
    assert answer.status_code in {302, 403}
