"""The night's erasure."""

from congress.privacy.tasks import erase_expired_data


def test_it_goes_through_every_kind(db):
    assert erase_expired_data()["congress.phone_codes"] == 0
