"""Points and the rota's sheets in a real browser: accessible, nothing pushed sideways."""

import pytest
from django.utils.timezone import localdate

from deputies.models import PointAward, RuleSet
from deputies.points.services import claim_points
from tests.deputies.makers import assign, make_station
from tests.deputies.points.test_recount import activity, mandate, recount, second, table
from tests.deputies.stations.test_browser import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["mandate", "second", "table"]


@pytest.fixture
def addresses(mandate, deputy, station) -> dict[str, list[str]]:
    """Something on every page."""
    place = make_station(station)
    assign(mandate.deputy, place)
    activity(mandate)
    recount()
    claim_points(mandate, uid="x", what="争取到路灯项目", on=localdate(), actor=deputy)
    own = RuleSet.objects.get(state="adopted", region_code="430500", level="city")
    year, code = localdate().year, place.organisation.code
    award = PointAward.objects.get(key__startswith="entry")
    return {
        "desk": [
            "/desk/points/", f"/desk/points/accounts/{mandate.pk}/{year}/", "/desk/points/tables/",
            "/desk/points/tables/new/", f"/desk/points/tables/{own.pk}/", f"/desk/points/tables/{own.pk}/lines/",
            f"/desk/points/tables/{own.pk}/simulation/", "/desk/points/rulings/",
            f"/desk/points/terms/{mandate.term_id}/freeze/", "/desk/rota/blackouts/", f"/desk/rota/{code}/print/",
        ],
        "phone": ["/m/points/", f"/m/points/?mandate={mandate.pk}&year={year}&award={award.pk}", "/m/rota/"],
    }  # fmt: skip


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pages_are_accessible(new_page, signed_in, clerk, deputy, addresses, width) -> None:
    wrong = []
    for face, user in (("desk", clerk), ("phone", deputy)):
        page = new_page(width)
        session = signed_in(user).cookies["sessionid"].value
        page.context.add_cookies(
            [{"name": "sessionid", "value": session, "domain": "localhost", "path": "/"}]
        )
        wrong += [found for address in addresses[face] for found in look(page, address)]
    assert wrong == []
