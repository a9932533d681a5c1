"""What every test stands on: a database that is itself again after each test, an empty cache, a browser on demand."""

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect, sync_playwright

from tests.databases import keep_clean_copy, make_database, restore_clean_copy

pytest_plugins = ["tests.people"]

# Playwright's sync interface runs an event loop in this thread; Django would refuse the ORM beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# No phoning home: the tests run without a network.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEIGHTS = {390: 844, 1440: 900}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it loudly when browser tests did not run."""
    missing = [r for r in terminalreporter.stats.get("skipped", []) if "Chromium" in str(r.longrepr)]
    if missing:
        terminalreporter.write_line(
            f"NO BROWSER: {len(missing)} tests did not run. Install chromium.", red=True, bold=True
        )


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: object
) -> None:
    """Instead of pytest-django's: faster from the second run on, and with a copy that tests can be given back."""
    with django_db_blocker.unblock():
        make_database(request.config.cache.mkdir("lianxin-database"))
        keep_clean_copy()
    # Django would TRUNCATE after a test with real transactions: the audit trigger refuses that, and the rows that
    # migrations wrote would be lost for the next test.
    TransactionTestCase._fixture_teardown = lambda _case: restore_clean_copy()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser. Without one: a skip that the summary shows, a failure under REQUIRE_BROWSER=1."""
    if CHROMIUM is None:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("Chromium is not installed, and REQUIRE_BROWSER=1 asks for it.")
        pytest.skip("Chromium is not installed.")
    # As patient as the windows below: a loaded machine is no failure.
    expect.set_options(timeout=10_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def width() -> int:
    """Of the window. Both sizes: `@pytest.mark.parametrize("width", [390, 1440])`."""
    return 1440


@pytest.fixture
def new_page(chromium: Browser, live_server: object) -> Iterator[Callable[..., Page]]:
    """Open windows, each a person of its own (own cookies): `new_page(390)`. Paths are relative to the live server.

    The test fails afterwards if any of them logged an error, broke the content security policy or got a 5xx.
    """
    complaints: list[str] = []
    contexts = []

    def open_window(width: int = 1440, **options: object) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        watch(page, complaints)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page: Callable[..., Page], width: int) -> Page:
    """One window of the width that the test asks for."""
    return new_page(width)


def watch(page: Page, complaints: list[str]) -> None:
    """Collect what goes wrong in the page. A 4xx of the page itself is an answer that a test may want."""
    refusals: set[str] = set()

    def on_response(response: Response) -> None:
        if response.status >= 500:
            complaints.append(f"{response.status} {response.url}")
        elif response.status >= 400 and response.request.is_navigation_request():
            refusals.add(response.url.partition("#")[0])

    def on_console(message: ConsoleMessage) -> None:
        url = message.location["url"].partition("#")[0]
        # Chromium asks for /favicon.ico by itself on pages that name no icon, such as Django's admin.
        expected = url in refusals or url.endswith("/favicon.ico")
        if message.type == "error" and not (expected and message.text.startswith("Failed to load resource")):
            complaints.append(f"console: {message.text} ({url})")

    page.on("response", on_response)
    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
