"""Personal data cannot slip into a plain column: every field that looks like it is encrypted or justified here."""

import re

from django.apps import apps

from congress.privacy import EncryptedTextField

OURS = {"congress", "deputies", "petitions", "outreach", "budget_watch"}
LOOKS_PERSONAL = re.compile(
    r"(^|_)(phone|mobile|tel|telephone|id_number|id_card|idcard|identity|passport|address|email|birth\w*|bank\w*|card"
    r"|plate|home|wechat|guardian\w*|contact\w*|citizen\w*|real_name|person\w*|name|names|lat|lng|latitude|longitude)(_|$)"
)
# Why a field of such a name is not encrypted. Public by law or office data, an index, or a technical address.
JUSTIFIED = {
    "congress.AuditEvent.actor_name": "the name of staff, copied into the work log",
    "congress.AuditEvent.address": "the client's network address, kept by law for the log (GB/T 22239 8.1.4.3)",
    "congress.Organisation.name": "the name of an office",
    "congress.Organisation.short_name": "the name of an office",
    "congress.Region.name": "the name of a division",
    "congress.User.name": "the name of staff, shown on their work",
    "congress.User.username": "the account",
    "congress.User.email": "the office mail address of staff",
    "congress.PhoneCode.phone_index": "a blind index",
}


def test_every_field_that_looks_like_personal_data_is_encrypted_or_justified():
    plain = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in OURS
        for field in model._meta.local_concrete_fields
        if LOOKS_PERSONAL.search(field.name) and not isinstance(field, EncryptedTextField)
    }
    assert plain - set(JUSTIFIED) == set()
    assert set(JUSTIFIED) - plain == set(), "no longer there"
