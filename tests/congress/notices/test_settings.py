from congress.checks import codes_are_not_public, gateway_has_an_address
from congress.settings.env import pairs


def test_a_gateway_without_an_address_is_found_at_the_start(settings):
    settings.SMS_BACKEND, settings.SMS_HTTP_URL = "http", ""
    assert [error.id for error in gateway_has_an_address()] == ["congress.E102"]
    settings.SMS_HTTP_URL = "https://sms.example/"
    assert gateway_has_an_address() == []


def test_the_rehearsal_backend_is_pointed_out_before_real_use(settings):
    settings.SMS_BACKEND = "outbox"
    assert [warning.id for warning in codes_are_not_public()] == ["congress.W103"]
    settings.SMS_BACKEND = "http"
    assert codes_are_not_public() == []


def test_secrets_of_partners_may_hold_equals_signs(monkeypatch):
    monkeypatch.setenv("NOTICE_WEBHOOKS", "https://a.example=s=1==, http://b.example:81=t")
    assert pairs("NOTICE_WEBHOOKS") == {"https://a.example": "s=1==", "http://b.example:81": "t"}
