"""A roads office with two people, somebody from elsewhere, and wordings of our own."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from congress.notices import messages, wakeup
from congress.people.models import Grant, User
from congress.people.roles import Role
from congress.regions.models import Organisation, OrganisationKind, Region, RegionLevel

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=SHANGHAI)

WORDINGS = {
    "test_transferred": "转来一件 {{ number }}\n{{ number }} 已转交贵单位，请在 {{ due }} 前答复。",
    "test_registered": "已登记\n您反映的 {{ number }} 已登记，查询码 {{ code }}。",
    "test_short": "只有标题",
}


@pytest.fixture(autouse=True)
def wordings(settings, tmp_path, monkeypatch):
    folder = tmp_path / "messages"
    folder.mkdir()
    for name, words in WORDINGS.items():
        (folder / f"{name}.txt").write_text(words, encoding="utf-8")
    monkeypatch.setattr(messages, "folders", lambda: [str(tmp_path)])
    messages.forget()
    settings.NOTICE_WAKE_SECONDS = 0.0
    monkeypatch.setattr(wakeup._Ear, "bell", None)
    yield folder
    messages.forget()


@pytest.fixture
def roads(db):
    region, _new = Region.objects.get_or_create(
        code="430523", defaults={"name": "邵阳县", "level": RegionLevel.COUNTY}
    )
    return Organisation.objects.create(
        code="t-roads",
        name="邵阳县交通运输局",
        short_name="县交通局",
        kind=OrganisationKind.DEPARTMENT,
        region=region,
    )


@pytest.fixture
def water(roads):
    return Organisation.objects.create(
        code="t-water",
        name="邵阳县水利局",
        short_name="县水利局",
        kind=OrganisationKind.DEPARTMENT,
        region=roads.region,
    )


def person(username, organisation=None, role=Role.HANDLER):
    user = User.objects.create(username=username, name=username, email=f"{username}@example.com")
    if organisation:
        Grant.objects.create(user=user, role=role, organisation=organisation)
    return user


@pytest.fixture
def li(roads):
    return person("li", roads)


@pytest.fixture
def wang(roads):
    return person("wang", roads)


@pytest.fixture
def outsider(water):
    return person("outsider", water)
