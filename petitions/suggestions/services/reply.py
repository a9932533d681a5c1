"""The handler's answer, and what may be published of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from congress import clock
from congress.attachments.models import Attachment
from congress.attachments.services import publish, unpublish
from congress.errors import BadInput, DomainError, NotAllowed, WrongState
from congress.models import Organisation, User
from congress.people.actors import CITIZEN, Actor
from congress.people.roles import Role
from congress.people.rules import holds
from congress.search.grams import grams, normalise
from congress.texts import require_text
from congress.workdays.selectors import working_calendar
from petitions.suggestions.models import Reply, Suggestion
from petitions.suggestions.models.clocks import ClockKind
from petitions.suggestions.rules import REPLY_MIN, TITLE_MAX, kinds_of, personal_data_in
from petitions.suggestions.selectors import office_of
from petitions.suggestions.services.clocks import start_clock
from petitions.suggestions.services.turn import finish, take, tell, tell_citizens
from petitions.suggestions.states import Confidentiality, ReplyKind, ResultClass, SignatureLevel, State

REPLY_MAX = 5000
PERSONAL_DATA = "personal_data"


def write_reply(
    matter: Suggestion,
    *,
    kind: ReplyKind,
    text: str,
    result_class: ResultClass,
    signature_level: SignatureLevel,
    organisation: Organisation | None,
    actor: Actor,
    on: date,
    promised_on: date | None = None,
    signer: str = "",
) -> Reply:
    """Write the round's answer and what the figures need; start the call-back and rating clocks.

    The caller saves `replied_on`, `days_used`, `replied_in_time` and `result_class` of the suggestion.
    """
    matter.replies.filter(is_current=True).update(is_current=False)
    reply = Reply.objects.create(
        suggestion=matter,
        round=matter.round,
        kind=kind,
        organisation=organisation,
        text=text,
        result_class=result_class,
        promised_on=promised_on,
        signature_level=signature_level,
        signer=signer.strip()[:40],
        author=actor if isinstance(actor, User) else None,
        replied_on=on,
    )
    matter.replied_on = on
    matter.result_class = result_class
    matter.days_used = working_calendar(matter.county_code).between(matter.received_on, on)
    limit = matter.clocks.filter(kind=ClockKind.REPLY, stopped_on=on).order_by("-id").first()
    matter.replied_in_time = limit is None or on <= limit.due_on
    if matter.petitioners.filter(phone__isnull=False).exists():
        start_clock(
            matter, ClockKind.FOLLOW_UP, rule="suggestion.follow_up", on=on,
            organisation=matter.station or office_of(matter.county_code),
        )  # fmt: skip
    start_clock(matter, ClockKind.RATING, rule="suggestion.rating", on=on)
    return reply


@transaction.atomic
def reply_suggestion(
    suggestion: Suggestion,
    *,
    text: str,
    result_class: ResultClass,
    signature_level: SignatureLevel,
    signer: str = "",
    promised_on: date | None = None,
    actor: Actor,
    on: date,
    version: int | None = None,
) -> Suggestion:
    """答复. Refused: under 30 characters, the rejected text again, others' personal data in it, a plan without a date.

    In the second round the unit's head signs (domain paper A4, row 13).
    """
    text = require_text(text, field="text", least=REPLY_MIN, most=REPLY_MAX)
    if result_class == ResultClass.PLANNED and promised_on is None:
        raise BadInput("no_promise", _("列入计划的，请写明承诺完成日期。"), field="promised_on")
    if promised_on is not None and promised_on <= on:
        raise BadInput("past_promise", _("承诺完成日期要晚于今天。"), field="promised_on")
    turn = take("reply", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    if any(_same(text, earlier.text) for earlier in matter.replies.all()):
        raise BadInput("same_reply", _("与上次未获认可的答复相同，请针对群众的意见重新答复。"), field="text")
    if matter.round > 1 and signature_level != SignatureLevel.HEAD:
        raise BadInput("needs_head", _("重新办理的答复须由单位主要负责人签发。"), field="signature_level")
    hits = personal_data_in(matter, text)
    if hits:
        raise BadInput(
            PERSONAL_DATA,
            _("答复中有个人信息（%(what)s），请删去后再提交。") % {"what": kinds_of(hits)},
            field="text",
        )
    reply = write_reply(
        matter,
        kind=ReplyKind.FINAL,
        text=text,
        result_class=result_class,
        signature_level=signature_level,
        organisation=matter.lead,
        actor=actor,
        on=on,
        promised_on=promised_on,
        signer=signer,
    )
    event = finish(
        turn,
        "replied_on",
        "days_used",
        "replied_in_time",
        "result_class",
        text=text,
        public_text=text,
        reply=reply.pk,
        round=reply.round,
        result_class=result_class,
        signature_level=signature_level,
        in_time=matter.replied_in_time,
    )
    tell(
        [office_of(matter.county_code)], "suggestion_answered", key=f"answered:{event.pk}", suggestion=matter
    )
    tell_citizens(matter, "suggestion_replied", key=f"replied:{event.pk}")
    return matter


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


@transaction.atomic
def publish_suggestion(
    suggestion: Suggestion,
    *,
    public_title: str,
    public_text: str,
    public_reply: str,
    files: Sequence[Attachment] = (),
    actor: Actor,
    on: date,
    version: int | None = None,
) -> Suggestion:
    """Publish an edited copy, with the citizen's consent, and those of its files that are named. Personal data found
    in the texts or in a file's name blocks.

    An override takes a reason from one clerk (nothing is published yet, see `ask_override`) and the word of a
    second person, who then publishes. Raises BadInput with code "personal_data" and the kinds found.
    """
    title = require_text(public_title, field="public_title", least=4, most=TITLE_MAX)
    text = require_text(public_text, field="public_text", least=8, most=1000)
    answer = require_text(public_reply, field="public_reply", least=REPLY_MIN // 3, most=REPLY_MAX)
    turn = take("publish", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    _require_publishable(matter)
    reply = matter.replies.filter(is_current=True).first()
    names = [name for file in files for name in (file.original_name, file.caption) if name]
    hits = personal_data_in(matter, title, text, answer, *names)
    override: dict[str, Any] = {}
    if hits:
        if reply is None or reply.override_by_id is None or reply.override_by_id == actor.pk:
            raise BadInput(
                PERSONAL_DATA,
                _("公开内容中有个人信息（%(what)s），请遮去；确需保留的，须两人确认。")
                % {"what": kinds_of(hits)},
                field="public_reply",
            )
        reply.override_confirmed_by_id = actor.pk
        reply.save(update_fields=["override_confirmed_by"])
        override = {"override_by": reply.override_by_id, "override_reason": reply.override_reason}
    matter.public_title, matter.public_text, matter.public_reply = title, text, answer
    matter.public_search = normalise(f"{matter.number}\n{title}\n{text}\n{answer}")
    matter.public_grams = grams(matter.public_search)
    matter.published_at = clock.now()
    own = {file.pk for file in Attachment.objects.of(matter)}
    for file in files:
        if file.pk in own and not file.is_public:
            publish(file, actor=actor)
    finish(
        turn, "public_title", "public_text", "public_reply", "published_at", "public_search", "public_grams",
        public_text=_("办理情况已公开。"), hits=[hit.kind for hit in hits], **override,
    )  # fmt: skip
    return matter


def _require_publishable(matter: Suggestion) -> None:
    if not matter.publish_consent:
        raise DomainError("no_consent", _("反映人没有同意公开，不能公开。"))
    if matter.is_minor or matter.confidentiality != Confidentiality.WORK:
        raise DomainError("never_public", _("未成年人或保密事项不得公开。"))
    if matter.state == State.SUSPENDED or matter.is_crisis:
        raise DomainError("never_public", _("危急事项不得公开。"))


@transaction.atomic
def ask_override(suggestion: Suggestion, *, reason: str, actor: Actor, on: date) -> Reply:
    """The first of two: say why something that looks like personal data may stand (a firm's public number)."""
    if not isinstance(actor, User) or not holds(actor, Role.CLERK, on=on):
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
    reason = require_text(reason, field="override_reason", least=6, most=200)
    turn = take("correct", suggestion, actor=actor, on=on)
    reply = turn.suggestion.replies.select_for_update().filter(is_current=True).first()
    if reply is None:
        raise WrongState("no_reply", _("还没有答复，没有可公开的内容。"))
    reply.override_reason, reply.override_by, reply.override_confirmed_by = reason, actor, None
    reply.save(update_fields=["override_reason", "override_by", "override_confirmed_by"])
    finish(turn, text=_("申请保留公开内容：%(why)s") % {"why": reason}, override_reason=reason)
    return reply


@transaction.atomic
def unpublish_suggestion(
    suggestion: Suggestion, *, text: str = "", actor: Actor, on: date, version: int | None = None
) -> Suggestion:
    """Take it off the public list at once: a clerk's recall, or the citizen's changed mind, which ends the consent."""
    turn = take("unpublish", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    matter.published_at = None
    for file in Attachment.objects.of(matter).filter(is_public=True):
        unpublish(file, actor=actor)
    if actor == CITIZEN:
        matter.publish_consent = False
    finish(
        turn, "published_at", "publish_consent", text=text.strip(), public_text=_("已撤回公开。"),
        consent=matter.publish_consent,
    )  # fmt: skip
    return matter
