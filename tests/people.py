"""The people of the tests. conftest.py takes this file in as a plugin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from congress.people.models import SignIn, User
from congress.people.roles import Role
from congress.people.rules import face_of
from congress.people.sessions import Note, write_note
from congress.people.signing_in import BACKEND
from congress.regions.models import Organisation, OrganisationKind
from tests.factories import make_organisation, make_region, make_user

CITY, COUNTY, OTHER_COUNTY = "430500", "430524", "430523"


@pytest.fixture
def city_office(db: None) -> Organisation:
    """市人大代表工委."""
    region = make_region(CITY, "邵阳市")
    return make_organisation(
        "430500-RD-DGW", "市人大代表工委", region=region, kind=OrganisationKind.CONGRESS_ORGAN
    )


@pytest.fixture
def county_office(db: None) -> Organisation:
    """隆回县人大代表工委."""
    region = make_region(COUNTY, "隆回县", parent=make_region(CITY, "邵阳市"))
    return make_organisation(
        "430524-RD-DGW", "隆回县人大代表工委", region=region, kind=OrganisationKind.CONGRESS_ORGAN
    )


@pytest.fixture
def department(db: None) -> Organisation:
    """市水利局."""
    return make_organisation("430500-SL", "市水利局", region=make_region(CITY, "邵阳市"))


@pytest.fixture
def other_department(db: None) -> Organisation:
    """市住建局."""
    return make_organisation("430500-ZJ", "市住建局", region=make_region(CITY, "邵阳市"))


@pytest.fixture
def station(db: None) -> Organisation:
    """桃花坪街道代表联络站."""
    region = make_region("430524001", "桃花坪街道", parent=make_region(COUNTY, "隆回县"))
    return make_organisation(
        "430524001-ZD", "桃花坪街道代表联络站", region=region, kind=OrganisationKind.STATION
    )


@pytest.fixture
def clerk(city_office: Organisation) -> User:
    return make_user(role=Role.CLERK, organisation=city_office, name="李敏", username="li.min")


@pytest.fixture
def county_clerk(county_office: Organisation) -> User:
    return make_user(role=Role.CLERK, organisation=county_office, name="周建国", username="zhou.jianguo")


@pytest.fixture
def supervisor(city_office: Organisation) -> User:
    return make_user(role=Role.SUPERVISOR, organisation=city_office, name="罗红", username="luo.hong")


@pytest.fixture
def leader(city_office: Organisation) -> User:
    return make_user(role=Role.LEADER, organisation=city_office, name="刘主任", username="liu.zhuren")


@pytest.fixture
def handler(department: Organisation) -> User:
    return make_user(role=Role.HANDLER, organisation=department, name="王强", username="wang.qiang")


@pytest.fixture
def other_handler(other_department: Organisation) -> User:
    return make_user(role=Role.HANDLER, organisation=other_department, name="陈静", username="chen.jing")


@pytest.fixture
def station_officer(station: Organisation) -> User:
    return make_user(role=Role.STATION_OFFICER, organisation=station, name="肖芳", username="xiao.fang")


@pytest.fixture
def deputy(station: Organisation) -> User:
    return make_user(role=Role.DEPUTY, organisation=station, name="欧阳春", username="ouyang.chun")


@pytest.fixture
def system_admin(city_office: Organisation) -> User:
    return make_user(role=Role.SYSTEM_ADMIN, organisation=city_office, name="系统员", username="sys.admin")


@pytest.fixture
def security_admin(city_office: Organisation) -> User:
    return make_user(role=Role.SECURITY_ADMIN, organisation=city_office, name="安全员", username="sec.admin")


@pytest.fixture
def audit_admin(city_office: Organisation) -> User:
    return make_user(role=Role.AUDIT_ADMIN, organisation=city_office, name="审计员", username="aud.admin")


@pytest.fixture
def stranger(db: None) -> User:
    """An account without any grant."""
    return make_user(name="路人", username="stranger")


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """`signed_in(user)`: a test client in a session of that user, second factor given."""

    def sign(user: User, *, second_factor: bool = True, **extra: Any) -> Client:
        client = Client(**extra)
        client.force_login(user, backend=BACKEND)
        session = client.session
        at = now()
        note = Note(
            face=face_of(user, on=localdate(at)), signed_in_at=at, seen_at=at, second_factor=second_factor
        )
        write_note(session, note)
        session.save()
        SignIn.objects.create(
            user=user, session_key=session.session_key, device="测试", signed_in_at=at, seen_at=at
        )
        return client

    return sign
