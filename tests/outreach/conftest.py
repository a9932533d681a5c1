"""Windows of people who are signed in."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlparse

import pytest
from django.conf import settings
from playwright.sync_api import Page

from congress.models import User


@pytest.fixture
def window(
    new_page: Callable[..., Page], signed_in: Callable[..., Any], live_server: Any
) -> Callable[..., Page]:
    """`window(clerk, 390)`: a window of this width in which this person is signed in."""

    def open_for(user: User, width: int = 1440) -> Page:
        page = new_page(width)
        name = settings.SESSION_COOKIE_NAME
        value = signed_in(user).cookies[name].value
        host = urlparse(live_server.url).hostname
        page.context.add_cookies([{"name": name, "value": value, "domain": host, "path": "/"}])
        return page

    return open_for
