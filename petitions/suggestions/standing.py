"""Where a case stands, in words that its citizen understands. The office's own words stay at the desk. Reads only."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from petitions.suggestions.explain import ClockInWords, stages_of
from petitions.suggestions.models import Suggestion
from petitions.suggestions.models.clocks import ClockKind
from petitions.suggestions.states import State

# The limits that were promised to the citizen. When a unit signs or a clerk calls back is the office's own affair.
_PROMISES = (ClockKind.REPLY, ClockKind.MEETING, ClockKind.REDISPATCH, ClockKind.TRIAGE)


@dataclass(frozen=True, slots=True)
class Standing:
    """`title` says it in one line, `text` what comes next; `promise` is the day that was promised, if one is."""

    title: str
    text: str
    tone: str
    icon: str
    promise: ClockInWords | None
    promise_label: str
    stages: list[dict[str, str]]


def standing_of(source: Suggestion, clocks: list[ClockInWords], available: set[str]) -> Standing:
    """For the tracking page. `source` is the case that carries a merged one; `available` the citizen's own steps."""
    title, text, tone, icon = _WORDS[_turn(source, available)]
    if (text is _HURRY and "inquire" not in available) or (
        source.state == State.RATED and "rate" not in available
    ):
        text = ""
    running = {clock.kind: clock for clock in clocks if clock.is_running}
    promise = next((running[kind] for kind in _PROMISES if kind in running), None)
    labels = {
        ClockKind.REPLY: _("最迟答复您"),
        ClockKind.MEETING: _("最迟商量出结果"),
        ClockKind.REDISPATCH: _("最迟换好单位"),
        ClockKind.TRIAGE: _("最迟转交办理单位"),
    }
    return Standing(
        title=str(title).format(unit=source.lead.short_name if source.lead else _("办理单位")),
        text=str(text),
        tone=tone,
        icon=icon,
        promise=promise,
        promise_label=labels[ClockKind(promise.kind)] if promise else "",
        stages=_stages(source),
    )


# By state, and by the turns that a state alone does not tell: title (with {unit}), text, tone, icon.
_HURRY = _lazy("等急了，可以在下面催一催。")
_SEEKING = (_HURRY, "now", "inbox")
_WORDS: dict[str, tuple[Any, Any, str, str]] = {
    State.RECEIVED: (_lazy("已收到，正在找该管的单位"), *_SEEKING),
    State.ACCEPTED: (_lazy("已受理，正在找该管的单位"), *_SEEKING),
    State.RETURNED: (
        _lazy("正在换一个更合适的单位来办"), _lazy("换好以后，这里会写明是哪个单位。"), "now", "repeat",
    ),
    State.TRANSFERRED: (_lazy("已转交{unit}"), _lazy("单位签收以后就开始办理。"), "now", "send"),
    State.HANDLING: (_lazy("{unit}正在办理"), _HURRY, "now", "hammer"),
    State.REPLIED: (_lazy("已经答复"), _lazy("答复写在下面。"), "ok", "message-square-reply"),
    State.RATED: (_lazy("您已经评价，谢谢"), _lazy("评价 7 天内可以修改。"), "ok", "circle-check"),
    State.SUPERVISED: (
        _lazy("转为三方当面商量"), _lazy("两次答复您都不满意，接下来由人大代表请单位和您当面商量。"), "now", "users",
    ),
    State.SUSPENDED: (
        _lazy("值班人员会尽快与您联系"),
        _lazy("您或身边的人有危险，请现在就拨打 110 或 120。想找人说说，12356 心理援助热线可以打。"),
        "bad", "heart-handshake",
    ),
    State.DECLINED: (
        _lazy("这件事没有受理"), _lazy("为什么、可以去哪里办，写在下面。"), "warn", "circle-alert",
    ),
    State.CONCLUDED: (
        _lazy("这件事已经办结"), _lazy("答复和经过都留在这里，随时可以看。"), "ok", "circle-check",
    ),
    "reviewing": (
        _lazy("正在复核"), _lazy("您的复核申请已经收到，工作人员会重新看这件事。"), "now", "inbox",
    ),
    "again": (
        _lazy("{unit}正在重新办理"), _lazy("您对上一次答复不满意，单位会再答复您一次。"), "now", "rotate-ccw",
    ),
    "rate": (_lazy("已经答复，请您评价"), _lazy("不满意的，会重新办理或当面商量。"), "ok", "message-square-reply"),
}  # fmt: skip


def _was_declined(source: Suggestion) -> bool:
    """Declined, also after it went to the archive."""
    return source.state == State.DECLINED or (source.state == State.ARCHIVED and source.replied_on is None)


def _turn(source: Suggestion, available: set[str]) -> str:
    """The key of the words."""
    if _was_declined(source):
        return State.DECLINED
    if source.state == State.ARCHIVED:
        return State.CONCLUDED
    if source.state == State.RECEIVED and source.refusals.exists():
        return "reviewing"
    if source.state in (State.TRANSFERRED, State.HANDLING) and source.replied_on:
        return "again"
    return "rate" if source.state == State.REPLIED and "rate" in available else source.state


def _stages(source: Suggestion) -> list[dict[str, str]]:
    """The five steps under names that need no explanation; none where the way was left."""
    if source.state == State.SUSPENDED or _was_declined(source):
        return []
    names = (_("收到"), _("转交"), _("办理"), _("答复"), _("评价"))
    return [{**stage, "label": name} for stage, name in zip(stages_of(source), names, strict=True)]
