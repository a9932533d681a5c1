"""When the public may comment, and when the list may be fixed."""

from datetime import date

from django.utils.translation import gettext as _

from congress.errors import WrongState
from outreach.projects.consulting.models import PublicComment, PublicNotice
from outreach.projects.consulting.states import CommentState
from outreach.projects.models import ProjectYear
from outreach.projects.states import YearState


def is_noticing(year: ProjectYear, notice: PublicNotice | None, *, on: date) -> bool:
    """May the public comment today?"""
    return (
        notice is not None and year.state == YearState.NOTICING and notice.opens_on <= on <= notice.closes_on
    )


def require_heard(year: ProjectYear, *, on: date) -> None:
    """Raise WrongState unless the candidates were published long enough and every comment was dealt with."""
    notice = PublicNotice.objects.filter(year=year).first()
    if notice is None:
        raise WrongState("no_notice", _("候选项目还没有公示，不能确定正式名单。"))
    if on <= notice.closes_on:
        raise WrongState(
            "noticing",
            _("公示到 %(day)s 结束，其后才能确定正式名单。") % {"day": f"{notice.closes_on:%Y-%m-%d}"},
        )
    waiting = PublicComment.objects.filter(notice=notice, state=CommentState.RECEIVED).count()
    if waiting:
        raise WrongState("unanswered", _("还有 %(n)d 条公示意见没有答复。") % {"n": waiting})
