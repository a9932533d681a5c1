"""A deputy with a phone: a browser in which the line may break."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from congress.models import Organisation, User
from congress.people.roles import Role
from deputies.models import Deputy, Station
from tests.deputies.makers import assign, make_deputy, make_mandate, make_station
from tests.factories import make_user


@pytest.fixture
def place(station: Organisation) -> Station:
    return make_station(station)


@pytest.fixture
def ouyang(deputy: User, place: Station) -> Deputy:
    """欧阳春, city deputy at 桃花坪."""
    person = make_deputy("欧阳春", user=deputy)
    make_mandate(person)
    assign(person, place)
    return person


class Phone:
    """A phone in somebody's hand."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.context, self.page = context, page

    def go(self, address: str) -> None:
        self.page.goto(address)

    def go_when_kept(self, address: str = "/m/") -> None:
        """Open a page and wait until the worker has kept what it is to keep."""
        self.go(address)
        self.page.evaluate(
            """async () => { await navigator.serviceWorker.ready;
               const nap = () => new Promise(done => setTimeout(done, 50));
               for (let n = 0; n < 100 && !navigator.serviceWorker.controller; n++) await nap(); }"""
        )

    def visit(self, said: str, *, photos: list[str] = (), place: str = "枫木村三组") -> None:  # type: ignore[assignment]
        """Write down a visit and save it."""
        page = self.page
        page.goto("/m/log/visit/")
        page.wait_for_selector("#log[data-ready]")
        page.get_by_label("群众说了什么").first.fill(said)
        page.get_by_label("地点").fill(place)
        if photos:
            page.locator("#photos").set_input_files(photos)
            expect(page.locator(".shots figure")).to_have_count(len(photos))
        page.get_by_role("button", name="保存").click()
        page.wait_for_url("**/m/queue/")

    def reopen(self) -> None:
        """Close the page and open a new one, as after a restart of the phone."""
        self.page.close()
        self.page = self.context.new_page()


@pytest.fixture
def new_phone(chromium: Browser, live_server: object, signed_in: Callable) -> Iterator[Callable[..., Phone]]:
    """`new_phone(user)`: signed in, 390 px wide. A broken line is no complaint here; a broken script is."""
    complaints: list[str] = []
    contexts = []

    def open_phone(user: User | None = None, **options: object) -> Phone:
        context = chromium.new_context(
            base_url=live_server.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": 390, "height": 844},
            **options,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if user is not None:
            session = signed_in(user).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}])
        page = context.new_page()
        context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
        context.on(
            "console",
            lambda line: (
                complaints.append(line.text)
                if line.type == "error" and "Failed to load resource" not in line.text
                else None
            ),
        )
        return Phone(context, page)

    yield open_phone
    for context in contexts:
        for page in context.pages:
            # What is on its way ends before the database is put back.
            page.goto("about:blank")
        context.close()
    assert complaints == []


@pytest.fixture
def people(place: Station) -> Callable[[str, str], Deputy]:
    """`people("tang", "唐建国")`: another deputy of the same station, with an account."""

    def make(username: str, name: str) -> Deputy:
        user = make_user(username=username, role=Role.DEPUTY, organisation=place.organisation)
        person = make_deputy(name, user=user)
        make_mandate(person)
        assign(person, place)
        return person

    return make
