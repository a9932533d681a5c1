"""Which column of somebody's roster is which: a proposal from the headings, corrected by the clerk. No database."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Target:
    """A field that a roster may fill. `words`: headings that mean it, in the order of preference."""

    name: str
    label: str | Promise
    words: tuple[str, ...]
    is_required: bool = False


def _target(name: str, label: str | Promise, words: str, *, is_required: bool = False) -> Target:
    return Target(name, label, tuple(words.split()), is_required)


TARGETS = (
    _target("name", _("姓名"), "姓名 代表姓名 name", is_required=True),
    _target(
        "constituency",
        _("选区或选举单位"),
        "选区或选举单位 选举单位 选区 所在选区 constituency",
        is_required=True,
    ),
    _target("gender", _("性别"), "性别 gender"),
    _target("ethnicity", _("民族"), "民族"),
    _target("birth_year", _("出生年份"), "出生年份 出生年月 出生日期 出生 birth_year"),
    _target("party", _("党派"), "党派 政治面貌"),
    _target("education", _("学历"), "学历 文化程度"),
    _target("employer", _("工作单位"), "工作单位 单位 employer"),
    _target("job", _("职务"), "职务 职业 job"),
    _target("phone", _("电话"), "电话 手机 手机号 联系电话 联系方式 phone"),
    _target("home", _("居住地"), "居住地 居住乡镇 所在乡镇 住址 home"),
    _target("work", _("工作地"), "工作地 工作乡镇 work"),
    _target("delegation", _("代表团"), "代表团"),
    _target("group", _("代表小组"), "代表小组 小组"),
    _target("committee", _("委员会"), "委员会 专门委员会 专业小组"),
    _target("certificate", _("代表证号"), "代表证号 证号 代表证"),
    _target("starts_on", _("任职日期"), "任职日期 当选日期 任职时间"),
    _target("is_leading_cadre", _("领导干部代表"), "领导干部代表 领导干部"),
    _target("special_care", _("照顾事项"), "照顾事项 备注"),
)
BY_NAME = {target.name: target for target in TARGETS}
_SIGNS = re.compile(r"[\s\W_]+")


def plain(heading: str) -> str:
    """A heading without spaces, signs and case."""
    return _SIGNS.sub("", heading).casefold()


def propose(headers: Sequence[str]) -> dict[str, str]:
    """Field name -> heading, each heading once, by exact words."""
    known = {plain(header): header for header in reversed(headers) if header.strip()}
    taken: dict[str, str] = {}
    for target in TARGETS:
        for word in target.words:
            found = known.get(plain(word))
            if found and found not in taken.values():
                taken[target.name] = found
                break
    return taken


def missing(matching: Mapping[str, str]) -> list[str]:
    """The labels of the fields without which no row can be read."""
    return [str(target.label) for target in TARGETS if target.is_required and not matching.get(target.name)]
