"""The pages of the figures."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from congress import clock
from congress.models import Organisation, User
from congress.people.actors import CITIZEN
from petitions.figures.services.refresh import refresh_figures
from petitions.suggestions.services.rating import rate_suggestion
from petitions.suggestions.states import Satisfaction, Solved
from tests.petitions.suggestions.cases import replied


@pytest.fixture
def counted(clerk: User, department: Organisation, handler: User) -> None:
    matter = replied(clerk, department, handler, on=localdate())
    with clock.at(timezone.now() + timedelta(hours=1)):
        rate_suggestion(
            matter, solved=Solved.SOLVED, satisfied=Satisfaction.SATISFIED, actor=CITIZEN, on=localdate()
        )
    refresh_figures(on=localdate(), at=timezone.now())


@pytest.mark.usefixtures("counted")
def test_the_page_shows_the_figures_with_definitions_and_links_to_the_cases(
    leader: User, signed_in: Callable[..., Client]
) -> None:
    page = signed_in(leader).get("/desk/figures/").content.decode()
    assert "满意率" in page
    assert "未评价不算满意" in page
    assert "市水利局" in page
    assert "件数少，仅供参考" in page
    month = f"{localdate():%Y-%m}"
    assert f"/desk/ledgers/?since={month}-01&amp;until={month}-" in page


@pytest.mark.django_db
def test_without_cases_the_page_says_so(leader: User, signed_in: Callable[..., Client]) -> None:
    assert (
        "这段时间没有办理记录"
        in signed_in(leader).get("/desk/figures/?since=1990-01&until=1990-02").content.decode()
    )


@pytest.mark.usefixtures("counted")
def test_everybody_reads_the_figures_of_the_departments(client: Client) -> None:
    page = client.get("/departments/").content.decode()
    assert "市水利局" in page
    assert "共 1 件" in page


@pytest.mark.django_db
def test_a_station_officer_has_no_figures(station_officer: User, signed_in: Callable[..., Client]) -> None:
    assert signed_in(station_officer).get("/desk/figures/").status_code == 403
