"""The phone's pages as seen: accessible, nothing pushed sideways, light."""

import gzip
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.utils.timezone import localdate

from deputies.logbooks.models import LogEntry
from deputies.logbooks.services import HouseholdDraft, add_household
from tests.deputies.phone.test_pages import visit

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ADDRESSES = (
    "/m/", "/m/todos/", "/m/queue/", "/m/offline/", "/m/log/", "/m/matters/", "/m/contacts/", "/m/contacts/add/",
    "/m/log/visit/", "/m/log/reception/", "/m/log/snap/", "/m/log/activity/", "/m/log/training/",
)  # fmt: skip
KB = 1024


@pytest.fixture
def world(ouyang, signed_in):
    """Something in every list."""
    add_household(ouyang, HouseholdDraft("陈桂花"), actor=ouyang.user, on=localdate())
    signed_in(ouyang.user).post("/m/log/visit/", visit())
    return [
        *ADDRESSES,
        f"/m/log/{LogEntry.objects.get().uid}/",
        f"/m/log/{LogEntry.objects.get().uid}/amend/",
    ]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("elder", [False, True])
def test_the_phones_pages_are_accessible_and_fit(new_phone, ouyang, world, elder) -> None:
    phone = new_phone(ouyang.user)
    if elder:
        phone.context.add_cookies([{"name": "elder", "value": "1", "domain": "localhost", "path": "/"}])
    wrong = []
    for address in world:
        assert phone.page.goto(address).status == 200, address
        found = Axe().run(phone.page, options={"runOnly": RULES}).response["violations"]
        wrong += [(address, rule["id"], node["html"][:140]) for rule in found for node in rule["nodes"]]
        if phone.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append((address, "sideways", ""))
    assert wrong == []


@pytest.mark.django_db
def test_a_form_with_everything_it_loads_stays_under_60_kb(signed_in, ouyang) -> None:
    page = signed_in(ouyang.user).get("/m/log/visit/").content
    worker = signed_in(ouyang.user).get("/m/sw.js").content
    files = re.findall(r'"/static/([^"]+)"', worker.decode())
    assert len(files) == len(set(files)) >= 15
    sizes = [len(gzip.compress(body, 9)) for body in (page, worker)]
    sizes += [len(gzip.compress(Path(finders.find(name)).read_bytes(), 9)) for name in files]
    assert sum(sizes) < 60 * KB
