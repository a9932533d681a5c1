"""长辈版 of the home page."""

import re

import pytest


@pytest.mark.django_db
def test_the_elder_home_page_has_four_large_buttons_and_no_form(client):
    client.cookies["elder"] = "1"
    page = client.get("/").content.decode()
    block = page[page.index("elder-home") : page.index("</nav>", page.index("elder-home"))]
    assert re.findall(r"<span>(\w+)<small>", block) == ["我要反映", "查进度", "看办成的事", "打电话"]
    assert 'id="home-number"' not in page
