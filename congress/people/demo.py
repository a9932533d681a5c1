"""The people of the demo world: invented, one for each role, and one partner system.

Passwords, seeds and the client's secret are derived from SECRET_KEY, which is random for each data folder: a second
load says the same again, and no two demos share them.
"""

import base64
import hmac
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import now

from congress import registry
from congress.api.scopes import Scope
from congress.api.services import create_api_client
from congress.people.actors import SYSTEM
from congress.people.models import TotpDevice, User
from congress.people.roles import ADMIN_ROLES, Role
from congress.people.rules import face_of
from congress.people.services import begin_enrolment, grant_role, open_account
from congress.people.services.second_factor import SEED_BYTES
from congress.regions.models import Organisation, OrganisationKind, Region
from congress.regions.services import load_divisions, load_organisations

# Stations are rows of the deputies' app one day; until then the demo brings the one that its people work at.
STATION = ("430524001-ZD", "430524001", "桃花坪街道代表联络站")


@dataclass(frozen=True, slots=True)
class Person:
    username: str
    name: str
    role: str
    organisation: str


PEOPLE = (
    Person("li.min", "李敏", Role.CLERK, "430500-RD-DGW"),
    Person("zhou.jianguo", "周建国", Role.CLERK, "430524-RD-DGW"),
    Person("luo.hong", "罗红", Role.SUPERVISOR, "430500-RD-DGW"),
    Person("wang.qiang", "王强", Role.HANDLER, "430500-SL"),
    Person("chen.jing", "陈静", Role.HANDLER, "430500-ZJ"),
    Person("he.yong", "何勇", Role.HANDLER, "430500-CG"),
    Person("tang.li", "唐丽", Role.HANDLER, "430500-JT"),
    Person("zeng.hui", "曾慧", Role.HANDLER, "430500-JY"),
    Person("xie.bin", "谢斌", Role.HANDLER, "430524-ZJ"),
    Person("xiao.fang", "肖芳", Role.STATION_OFFICER, STATION[0]),
    Person("ouyang.chun", "欧阳春", Role.DEPUTY, STATION[0]),
    Person("jiang.yun", "蒋云", Role.BUDGET_ANALYST, "430500-RD-CJW"),
    Person("liu.changqing", "刘长青", Role.LEADER, "430500-RD"),
    Person("gu.wen", "顾文", Role.EXPERT, "430500-RD-DGW"),
    Person("sys.admin", "邓系统", Role.SYSTEM_ADMIN, "430500-RD"),
    Person("sec.admin", "安全生", Role.SECURITY_ADMIN, "430500-RD"),
    Person("aud.admin", "沈计", Role.AUDIT_ADMIN, "430500-RD"),
)
PARTNER = "demo.api"


def _derived(what: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), f"lianxin demo {what}".encode(), "sha256")


def demo_password() -> str:
    """One password for all people of this demo, such as `Demo-qxbtk-4821`."""
    source = _derived("password")
    letters = "".join("bcdfghjkmnpqrstvwxz"[byte % 19] for byte in source[:5])
    return f"Demo-{letters}-{int.from_bytes(source[5:9]) % 9000 + 1000}"


def demo_seed(username: str) -> str:
    """The seed of an administrator's second factor in this demo (base32)."""
    return base64.b32encode(_derived(f"seed {username}")[:SEED_BYTES]).decode()


@transaction.atomic
def load_demo(*, on: date) -> None:
    """Open what is not there yet, and tell `congress.registry` who may sign in."""
    load_divisions()
    load_organisations()
    code, region, name = STATION
    parent = Organisation.objects.filter(code=f"{region[:6]}-RD").first()
    Organisation.objects.get_or_create(
        code=code,
        defaults={
            "name": f"隆回县{name}",
            "short_name": name,
            "kind": OrganisationKind.STATION,
            "region": Region.objects.get(code=region),
            "parent": parent,
        },
    )
    registry.demo_accounts[:] = [_account(person, on) for person in PEOPLE]
    _partner(on)


def _account(person: Person, on: date) -> registry.DemoAccount:
    user = User.objects.filter(username=person.username).first()
    if user is None:
        user, _one_time = open_account(username=person.username, name=person.name, actor=SYSTEM, at=now())
        user.set_password(demo_password())
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        organisation = Organisation.objects.get(code=person.organisation)
        # Months ago, so that the cases of the demo's past have had their people.
        long_ago = on.replace(year=on.year - 3, day=1)
        grant_role(
            user=user, role=person.role, organisation=organisation, actor=SYSTEM, on=on, valid_from=long_ago
        )
    seed = ""
    if person.role in ADMIN_ROLES:
        seed = demo_seed(person.username)
        if not TotpDevice.objects.filter(user=user, confirmed=True).exists():
            device = begin_enrolment(user=user, at=now(), seed=seed)
            device.confirmed = True
            device.save(update_fields=["confirmed"])
    return registry.DemoAccount(
        person.username, demo_password(), str(person.role), person.name, face_of(user, on=on), seed
    )


def _partner(on: date) -> None:
    client_id, secret = "lianxin-demo", _derived("client secret").hex()
    if not User.objects.filter(username=PARTNER).exists():
        client, _secret = create_api_client(
            username=PARTNER,
            name="市政务协同平台（演示）",
            scopes=Scope.values,
            actor=SYSTEM,
            at=now(),
            client_id=client_id,
            client_secret=secret,
        )
        for role, code in ((Role.CLERK, "430500-RD-DGW"), (Role.HANDLER, "430500-SL")):
            grant_role(
                user=client.application.user,
                role=role,
                organisation=Organisation.objects.get(code=code),
                actor=SYSTEM,
                on=on,
            )
    address = reverse("oauth-token")
    registry.demo_api.update(client_id=client_id, client_secret=secret, token_url=address)
