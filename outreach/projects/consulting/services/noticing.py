"""Publish the candidates, take comments, answer each."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, WrongState
from congress.models import User
from congress.notices.services import Posting, Recipient, post_notices
from congress.people.actors import Actor
from congress.privacy import normalise_phone
from congress.texts import require_text
from outreach.projects.consulting.models import PublicComment, PublicNotice
from outreach.projects.consulting.rules import is_noticing
from outreach.projects.consulting.states import LEAST_NOTICE_DAYS, CommentState
from outreach.projects.models import Project, ProjectYear
from outreach.projects.rules import require_office
from outreach.projects.services import locked_year, require_phase
from outreach.projects.states import ProjectState, YearState

# Whoever commented is told the answer; half a year covers notice, vote and questions about it.
COMMENTER_MONTHS = 6


@dataclass(frozen=True, slots=True)
class CommentDraft:
    """A citizen's word; `project` None for the list as a whole. Name and phone may be empty."""

    text: str
    project: Project | None = None
    name: str = ""
    phone: str = ""


def publish_notice(
    year: ProjectYear, *, opens_on: date, closes_on: date, text: str, actor: User, at: datetime
) -> PublicNotice:
    """Publish the initial candidates for at least seven days; again: move the end or correct the words.

    Raises NotAllowed, WrongState outside the notice's phase or without candidates, BadInput.
    """
    text = require_text(text, field="text", least=10, most=2000)
    if (closes_on - opens_on).days + 1 < LEAST_NOTICE_DAYS:
        raise BadInput("too_short", _("公示不少于 7 天。"), field="closes_on")
    with transaction.atomic():
        row = locked_year(year, None)
        require_office(actor, row, on=localdate(at))
        require_phase(row, YearState.NOTICING)
        if not Project.objects.filter(year=row, state=ProjectState.INITIAL).exists():
            raise WrongState("no_candidates", _("还没有初步候选项目。"))
        made, _new = PublicNotice.objects.update_or_create(
            year=row,
            defaults={
                "opens_on": opens_on, "closes_on": closes_on, "text": text, "published_by": actor, "published_at": at,
            },
        )  # fmt: skip
        record("outreach.notice.published", made, actor=actor, opens_on=opens_on, closes_on=closes_on)
    return made


def comment(
    year: ProjectYear, draft: CommentDraft, *, actor: Actor, at: datetime, client_uuid: UUID
) -> PublicComment:
    """Take a comment within the notice's days; the same `client_uuid` gives the first again. Raises WrongState, BadInput."""
    known = PublicComment.objects.filter(client_uuid=client_uuid).first()
    if known is not None:
        return known
    on = localdate(at)
    notice = PublicNotice.objects.filter(year=year).first()
    if notice is None or not is_noticing(year, notice, on=on):
        raise WrongState("not_noticing", _("现在不在公示期内。您可以随时通过“我要反映”提出意见。"))
    text = require_text(draft.text, field="text", least=4, most=500)
    if draft.project is not None and draft.project.year_id != year.pk:
        raise BadInput("other_project", _("这个项目不在公示的名单里。"), field="project")
    phone = normalise_phone(draft.phone) if draft.phone.strip() else None
    try:
        with transaction.atomic():
            made = PublicComment.objects.create(
                client_uuid=client_uuid, notice=notice, project=draft.project, text=text,
                name=draft.name.strip()[:40] or None, phone=phone, created_at=at,
            )  # fmt: skip
            record("outreach.notice_comment.received", made, actor=actor)
    except IntegrityError:
        known = PublicComment.objects.filter(client_uuid=client_uuid).first()
        if known is None:
            raise
        return known
    return made


def answer_comment(row: PublicComment, answer: str, *, actor: User, at: datetime) -> PublicComment:
    """Answer; comment and answer become public together, and who left a phone is told. Raises NotAllowed, WrongState."""
    answer = require_text(answer, field="answer", least=4, most=500)
    return _decide(row, CommentState.ANSWERED, answer, "outreach.notice_comment.answered", actor=actor, at=at)


def withhold_comment(row: PublicComment, reason: str, *, actor: User, at: datetime) -> PublicComment:
    """Keep it from the public: insult, somebody's personal data, no word on the matter. The reason stays in the office."""
    reason = require_text(reason, field="answer", least=4, most=500)
    return _decide(row, CommentState.WITHHELD, reason, "outreach.notice_comment.withheld", actor=actor, at=at)


def _decide(
    row: PublicComment, state: str, words: str, verb: str, *, actor: User, at: datetime
) -> PublicComment:
    with transaction.atomic():
        found = (
            PublicComment.objects.select_for_update(of=("self",))
            .select_related("notice__year__region", "project")
            .get(pk=row.pk)
        )
        require_office(actor, found.notice.year, on=localdate(at))
        if found.state != CommentState.RECEIVED:
            raise WrongState("decided", _("这条意见刚刚已经办理，请刷新后再看。"))
        found.state, found.answer, found.answered_by, found.answered_at = state, words, actor, at
        found.save(update_fields=["state", "answer", "answered_by", "answered_at"])
        record(verb, found, actor=actor)
        phone = found.phone.reveal() if found.phone and state == CommentState.ANSWERED else ""
        if phone.startswith("1"):
            key, told = f"notice-comment:{found.pk}", {"year": found.notice.year.title}
            post_notices([Posting("project_comment_answered", Recipient(phone=phone), key, context=told)])
    return found


def erase_commenters(*, before: date, on: date) -> int:
    """Eraser: names and phones go, what was said stays."""
    until = make_aware(datetime.combine(before, datetime.min.time()))
    named = Q(name__isnull=False) | Q(phone__isnull=False)
    return PublicComment.objects.filter(named, created_at__lt=until).update(name=None, phone=None)
