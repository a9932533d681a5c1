"""Which column of somebody's ledger is which: a proposal from the headings, corrected by the clerk. No database."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Target:
    """A field that a ledger may fill. `words`: headings that mean it, in the order of preference."""

    name: str
    label: str | Promise
    words: tuple[str, ...]
    is_required: bool = False


def _target(name: str, label: str | Promise, words: str, *, is_required: bool = False) -> Target:
    return Target(name, label, tuple(words.split()), is_required)


TARGETS = (
    _target(
        "content", _("反映内容"),
        "反映内容 内容 诉求内容 留言内容 意见内容 留言详情 主要诉求 诉求 body content",
        is_required=True,
    ),
    _target(
        "received_at", _("收到日期"),
        "收到日期 收到时间 登记日期 登记时间 受理日期 接待日期 接待时间 留言时间 反映时间 "
        "反映日期 来件日期 日期 时间 written_at received_at date",
        is_required=True,
    ),
    _target(
        "title", _("标题"),
        "标题 事项标题 主题 留言主题 事项名称 title subject",
    ),
    _target(
        "source_id", _("原编号"),
        "原编号 留言编号 编号 件号 流水号 序号 id no",
    ),
    _target(
        "reply", _("答复内容"),
        "答复内容 答复意见 答复 回复内容 办理结果说明 办理情况 办理结果 回复 reply answer",
    ),
    _target(
        "replied_at", _("答复日期"),
        "答复日期 答复时间 回复日期 回复时间 办结日期 办结时间 replied_at",
    ),
    _target(
        "due_on", _("办理期限"),
        "办理期限 期限 办结期限 要求办结时间 截止日期 due_on deadline",
    ),
    _target(
        "name", _("反映人"),
        "反映人 姓名 群众姓名 选民姓名 来访人 留言用户 联系人 author name",
    ),
    _target(
        "phone", _("电话"),
        "联系电话 电话 手机 手机号 联系方式 phone mobile",
    ),
    _target(
        "place", _("地点"),
        "事发乡镇 乡镇街道 乡镇 街道 县市区 区县 所属区域 地区 区划 region place",
    ),
    _target(
        "spot", _("具体地点"),
        "具体地点 事发地点 地点 地址 详细地址 spot address",
    ),
    _target(
        "category", _("类别"),
        "类别 事项类别 问题类别 一级标签 分类 category",
    ),
    _target(
        "lead", _("承办单位"),
        "承办单位 主办单位 办理单位 责任单位 转办单位 答复单位 lead department",
    ),
    _target(
        "result_class", _("办理结果分类"),
        "结果分类 办理结果分类 结果类别 result",
    ),
    _target(
        "solved", _("是否解决"),
        "是否解决 解决情况 solved",
    ),
    _target(
        "satisfied", _("是否满意"),
        "是否满意 满意度 满意情况 群众评价 评价 satisfied",
    ),
)  # fmt: skip
BY_NAME = {target.name: target for target in TARGETS}
_SIGNS = re.compile(r"[\s\W_（）()：:*＊]+")


def plain(heading: str) -> str:
    """A heading without spaces, signs and case: “ 收到日期*（必填）” is “收到日期必填”."""
    return _SIGNS.sub("", heading).casefold()


def headers_key(headers: Sequence[str]) -> str:
    """What a set of headings is remembered by."""
    return hashlib.sha256("\x1f".join(headers).encode()).hexdigest()


def propose(headers: Sequence[str]) -> dict[str, str]:
    """Field name -> heading, each heading once: first exact words, then headings that contain one (two characters on)."""
    known = {plain(header): header for header in reversed(headers) if header.strip()}
    taken: dict[str, str] = {}
    for target in TARGETS:
        for word in target.words:
            found = known.get(plain(word))
            if found and found not in taken.values():
                taken[target.name] = found
                break
    for target in TARGETS:
        if target.name in taken:
            continue
        for word in target.words:
            found = next(
                (
                    header
                    for shape, header in known.items()
                    if len(word) > 2 and plain(word) in shape and header not in taken.values()
                ),
                None,
            )
            if found:
                taken[target.name] = found
                break
    return taken


def missing(matching: Mapping[str, str]) -> list[str]:
    """The labels of the fields without which no row can be read."""
    return [str(target.label) for target in TARGETS if target.is_required and not matching.get(target.name)]
