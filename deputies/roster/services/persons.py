"""Deputies as persons: added, corrected, linked to an account."""

from dataclasses import asdict, dataclass, fields
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, Stale
from congress.models import Region, User
from congress.people.actors import Actor
from congress.people.roles import Role
from congress.people.rules import holds
from congress.privacy import blind_index, normalise_phone
from congress.search.grams import grams, normalise
from deputies.roster.models import Deputy
from deputies.roster.rules import require_keeper
from deputies.roster.selectors import deputies_for

OLDEST_BIRTH = 1920


@dataclass(frozen=True, slots=True)
class DeputyDraft:
    """What the office knows of a person. `phone` as typed; empty means none."""

    name: str
    gender: str = ""
    ethnicity: str = ""
    birth_year: int | None = None
    party: str = ""
    education: str = ""
    employer: str = ""
    job: str = ""
    phone: str = ""
    publish_photo: bool = False
    publish_phone: bool = False
    home_region: Region | None = None
    work_region: Region | None = None
    is_leading_cadre: bool = False
    special_care: str = ""
    introduction: str = ""


@transaction.atomic
def add_deputy(draft: DeputyDraft, *, region_code: str, actor: Actor, on: date) -> Deputy:
    """Enter a person; `region_code` is the division whose office does it. The mandate comes by `begin_mandate`."""
    require_keeper(actor, region_code, on=on)
    deputy = Deputy()
    _fill(deputy, draft, on=on)
    deputy.save()
    record("deputies.deputy.added", deputy, actor=actor, name=deputy.name, region=region_code)
    return deputy


@transaction.atomic
def change_deputy(deputy: Deputy, draft: DeputyDraft, *, version: int, actor: Actor, on: date) -> Deputy:
    """Correct a person's data. The names of what changed go into the work log, values only where they are public."""
    deputy = Deputy.objects.select_for_update(no_key=True).get(pk=deputy.pk)
    require_visible(deputy, actor=actor, on=on)
    if deputy.version != version:
        raise Stale("stale", _("这位代表的资料刚被修改，请刷新后再试。"))
    before = _public_facts(deputy)
    had_phone = deputy.phone_index
    _fill(deputy, draft, on=on)
    deputy.version += 1
    deputy.save()
    after = _public_facts(deputy)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if _bytes(had_phone) != _bytes(deputy.phone_index):
        changed["phone"] = ["*", "*"]
    record("deputies.deputy.changed", deputy, actor=actor, changed=changed)
    return deputy


@transaction.atomic
def link_account(deputy: Deputy, user: User, *, actor: Actor, on: date) -> Deputy:
    """Say which account is this deputy's. The account holds the deputy role already (the security administrator's work)."""
    deputy = Deputy.objects.select_for_update(no_key=True).get(pk=deputy.pk)
    require_visible(deputy, actor=actor, on=on)
    if not holds(user, Role.DEPUTY, on=on):
        raise BadInput("no_deputy_role", _("该账号还没有代表角色，请先由安全管理员授权。"), field="user")
    if Deputy.objects.filter(user=user).exclude(pk=deputy.pk).exists():
        raise BadInput("account_taken", _("该账号已属于另一位代表。"), field="user")
    deputy.user = user
    deputy.version += 1
    deputy.save(update_fields=["user", "version", "updated_at"])
    record("deputies.deputy.linked", deputy, actor=actor, username=user.username)
    return deputy


def require_visible(deputy: Deputy, *, actor: Actor, on: date) -> None:
    """Raise NotAllowed unless the actor keeps a roster in which this person stands."""
    if not isinstance(actor, User):
        return
    if not holds(actor, Role.CLERK, on=on) or not deputies_for(actor, on=on).filter(pk=deputy.pk).exists():
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))


def _fill(deputy: Deputy, draft: DeputyDraft, *, on: date) -> None:
    name = " ".join(draft.name.split())
    if not name or len(name) > 40:
        raise BadInput("bad_name", _("请填写姓名，不超过 40 个字。"), field="name")
    if draft.birth_year is not None and not OLDEST_BIRTH <= draft.birth_year <= on.year - 18:
        raise BadInput("bad_birth_year", _("出生年份不对：代表须年满十八周岁。"), field="birth_year")
    phone = normalise_phone(draft.phone) if draft.phone.strip() else ""
    for field in fields(draft):
        if field.name in {"name", "phone"}:
            continue
        value = getattr(draft, field.name)
        setattr(deputy, field.name, value.strip() if isinstance(value, str) else value)
    deputy.name = name
    deputy.phone = phone or None
    deputy.phone_index = blind_index(phone) if phone else None
    text = normalise(f"{name} {deputy.employer} {deputy.job}")
    deputy.search_text, deputy.search_grams = text, grams(text)


def _public_facts(deputy: Deputy) -> dict[str, object]:
    hidden = {"phone", "special_care", "home_region", "work_region"}
    facts: dict[str, object] = {
        name: getattr(deputy, name) for name in asdict(DeputyDraft("")) if name not in hidden
    }
    return {**facts, "home_region": deputy.home_region_id, "work_region": deputy.work_region_id}


def _bytes(value: object) -> bytes:
    return bytes(value) if value else b""  # type: ignore[call-overload]
