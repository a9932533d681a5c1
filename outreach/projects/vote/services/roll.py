"""Who came, who holds a right to cast, who left. Nothing here knows which envelope anybody drew."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import User
from congress.people.actors import Actor
from outreach.projects.check import list_hash
from outreach.projects.rules import require_office
from outreach.projects.vote import blind
from outreach.projects.vote.envelopes import credential_hash, new_code
from outreach.projects.vote.models import Credential, RollEntry, VoteRound
from outreach.projects.vote.rules import is_electronic, require_scrutineer
from outreach.projects.vote.selectors import is_spent
from outreach.projects.vote.services.rounds import locked_round, require_round_phase
from outreach.projects.vote.states import Means, RoundPhase, ScrutineerRole

# Spare envelopes: one in twenty, at least two.
SPARE_SHARE, LEAST_SPARE = 20, 2
MOST_ENVELOPES = 4000


def make_envelopes(
    vote: VoteRound, *, actor: Actor, at: datetime, spare: int | None = None, replaces: bool = False
) -> list[tuple[int, str]]:
    """Make the credentials of a frozen round, once: (number outside, code inside), in a random order for printing.

    The codes are nowhere afterwards but on the slips. Rows are written in the order of their hashes. When the printing
    went wrong they are made anew (`replaces`), which voids the former ones, until the first is handed out. Raises
    NotAllowed, WrongState.
    """
    with transaction.atomic():
        row = locked_round(vote)
        require_office(actor, row.year, on=localdate(at))
        require_round_phase(row, RoundPhase.FROZEN)
        if not is_electronic(row):
            raise WrongState("paper_only", _("本次投票用纸质票，不需要凭证。"))
        last = row.credentials.aggregate(last=Max("number"))["last"] or 0
        if last:
            _void_all(row, last, replaces=replaces, actor=actor)
        if spare is None:
            spare = max(LEAST_SPARE, -(-row.deputies_total // SPARE_SHARE))
        amount = row.deputies_total + spare
        if not 0 <= spare <= MOST_ENVELOPES - row.deputies_total:
            raise BadInput("too_many", _("备用信封太多。"), field="spare")
        made = [(number, new_code()) for number in range(last + 1, last + amount + 1)]
        rows = [
            Credential(round=row, hash=credential_hash(row.code, code.encode()), number=number)
            for number, code in made
        ]
        Credential.objects.bulk_create(sorted(rows, key=lambda credential: bytes(credential.hash)))
        record(
            "outreach.vote.envelopes_made", row, actor=actor, amount=amount, spare=spare,
            list_hash=list_hash(sorted(bytes(each.hash).hex() for each in rows)),
        )  # fmt: skip
    return made


def _void_all(vote: VoteRound, last: int, *, replaces: bool, actor: Actor) -> None:
    if not replaces:
        raise WrongState("made_before", _("凭证已经生成，不能再次生成；遗失的按信封号作废，用备用信封。"))
    if vote.roll.filter(credential_given=True).exists():
        raise WrongState("handed_out", _("已经有代表领取信封，不能全部作废重做。"))
    vote.credentials.filter(voided=False).update(voided=True)
    record("outreach.vote.envelopes_replaced", vote, actor=actor, last=last)


def void_envelope(vote: VoteRound, number: int, *, reason: str, actor: User, at: datetime) -> bool:
    """Void a lost or returned envelope by the number outside. Two scrutineers: the first asks, another one confirms.

    True when it is void now, False while it waits for the second. Raises NotAllowed, BadInput, WrongState for a spent one.
    """
    with transaction.atomic():
        row = locked_round(vote)
        require_scrutineer(actor, row, ScrutineerRole.CHIEF, ScrutineerRole.SCRUTINEER)
        require_round_phase(row, RoundPhase.FROZEN, RoundPhase.OPEN)
        envelope = Credential.objects.select_for_update(of=("self",)).filter(round=row, number=number).first()
        if envelope is None:
            raise BadInput("no_envelope", _("没有这个信封号。"), field="number")
        if envelope.voided:
            raise WrongState("voided", _("这个信封已经作废。"))
        if is_spent(row, bytes(envelope.hash)):
            raise WrongState("spent", _("这个信封里的凭证已经投过票，不能作废。"))
        asked = envelope.void_asked_by_id
        if asked == actor.pk:
            raise NotAllowed("same_person", _("您已经提出作废，须由另一位监票人确认。"))
        envelope.voided = asked is not None
        envelope.void_asked_by = envelope.void_asked_by or actor
        envelope.save(update_fields=["voided", "void_asked_by"])
        verb = "outreach.vote.envelope_voided" if envelope.voided else "outreach.vote.void_asked"
        record(verb, row, actor=actor, number=number, reason=reason.strip()[:200])
    return envelope.voided


def locked_entry(vote: VoteRound, seat: int) -> RollEntry:
    """A line of the roll, locked. Raises BadInput (field `seat`)."""
    entry = (
        RollEntry.objects.select_for_update(of=("self",))
        .select_related("mandate__deputy")
        .filter(round=vote, seat=seat)
        .first()
    )
    if entry is None:
        raise BadInput("no_seat", _("名册上没有这个序号。"), field="seat")
    return entry


def check_in(vote: VoteRound, seat: int, *, actor: Actor, at: datetime) -> RollEntry:
    """Mark a deputy present, until the round is opened; the second time changes nothing.

    Raises NotAllowed, WrongState after the opening and for a suspended mandate.
    """
    with transaction.atomic():
        row = locked_round(vote)
        require_office(actor, row.year, on=localdate(at))
        require_round_phase(row, RoundPhase.DRAFT, RoundPhase.FROZEN)
        entry = locked_entry(row, seat)
        _require_active(entry)
        if not entry.checked_in or entry.left:
            entry.checked_in, entry.left = True, False
            entry.save(update_fields=["checked_in", "left"])
            record("outreach.vote.checked_in", row, actor=actor, seat=seat)
    return entry


def mark_left(vote: VoteRound, seat: int, *, actor: Actor, at: datetime) -> RollEntry:
    """Record that a deputy left. The number present at the opening stays what it was."""
    with transaction.atomic():
        row = locked_round(vote)
        require_office(actor, row.year, on=localdate(at))
        require_round_phase(row, RoundPhase.DRAFT, RoundPhase.FROZEN, RoundPhase.OPEN)
        entry = locked_entry(row, seat)
        if not entry.checked_in:
            raise WrongState("not_present", _("该代表没有签到。"))
        if not entry.left:
            entry.left = True
            entry.save(update_fields=["left"])
            record("outreach.vote.left", row, actor=actor, seat=seat)
    return entry


def hand_out(vote: VoteRound, seat: int, *, actor: Actor, at: datetime) -> RollEntry:
    """Record that a deputy who is present drew an envelope: 已领, and nothing about which one.

    Once a deputy; who had a token signed draws none. Raises NotAllowed, WrongState.
    """
    with transaction.atomic():
        row = locked_round(vote)
        require_office(actor, row.year, on=localdate(at))
        require_round_phase(row, RoundPhase.FROZEN, RoundPhase.OPEN)
        entry = locked_entry(row, seat)
        if not entry.checked_in or entry.left:
            raise WrongState("not_present", _("该代表没有签到，或已离会。"))
        if entry.blinded_hash:
            raise WrongState("signed", _("该代表已在手机上领取凭证，不能再领信封。"))
        if entry.credential_given:
            raise WrongState("given", _("该代表已经领过信封。"))
        if entry.paper_given:
            raise WrongState("paper", _("该代表已经领过纸质票，不能再领信封。"))
        entry.credential_given = True
        entry.save(update_fields=["credential_given"])
        record("outreach.vote.handed_out", row, actor=actor, seat=seat)
    return entry


def hand_out_paper(
    vote: VoteRound, seat: int, *, actor: Actor, at: datetime, number: int | None = None
) -> RollEntry:
    """Record that a deputy who is present got a paper ballot; for one who holds an envelope, in exchange for it.

    `number` is that outside the envelope: unused, and voided by two scrutineers before. Nothing was ever cast with it, so
    that its number may stand beside a name. Raises NotAllowed, BadInput (field `number`), WrongState.
    """
    with transaction.atomic():
        row = locked_round(vote)
        require_office(actor, row.year, on=localdate(at))
        require_round_phase(row, RoundPhase.FROZEN, RoundPhase.OPEN)
        if row.means == Means.ELECTRONIC:
            raise WrongState("no_paper", _("本次投票没有纸质票。"))
        entry = locked_entry(row, seat)
        if not entry.checked_in or entry.left:
            raise WrongState("not_present", _("该代表没有签到，或已离会。"))
        if entry.paper_given:
            raise WrongState("given", _("该代表已经领过纸质票；损坏的当场收回换发，不再登记。"))
        if entry.blinded_hash:
            raise WrongState("signed", _("该代表已在手机上领取凭证，不能再领纸质票。"))
        if entry.credential_given:
            _require_handed_in(row, number)
        elif number is not None:
            raise BadInput("no_envelope", _("该代表没有领过信封，不用填信封号。"), field="number")
        entry.paper_given, entry.exchanged = True, number
        entry.save(update_fields=["paper_given", "exchanged"])
        record("outreach.vote.paper_handed_out", row, actor=actor, seat=seat, number=number)
    return entry


def _require_handed_in(vote: VoteRound, number: int | None) -> None:
    """Raise unless it is the number of a voided envelope that nobody else exchanged."""
    if number is None:
        raise BadInput("which", _("该代表已领信封：先由两位监票人作废信封，再凭信封号换票。"), field="number")
    envelope = Credential.objects.select_for_update(of=("self",)).filter(round=vote, number=number).first()
    if envelope is None:
        raise BadInput("no_envelope", _("没有这个信封号。"), field="number")
    if not envelope.voided:
        raise WrongState("not_voided", _("这个信封还没有由两位监票人作废，不能换票。"))
    if vote.roll.filter(exchanged=number).exists():
        raise WrongState("exchanged", _("这个信封已经换过纸质票。"))


def sign_token(vote: VoteRound, seat: int, blinded: bytes, *, actor: Actor, at: datetime) -> bytes:
    """Sign a deputy's blinded token; asking again for the same one gives the same answer, another one is refused.

    Counts as present, until the opening. Raises NotAllowed, WrongState, BadInput.
    """
    told = hashlib.sha256(blinded).hexdigest()
    with transaction.atomic():
        row = locked_round(vote)
        require_round_phase(row, RoundPhase.FROZEN, RoundPhase.OPEN)
        key = row.blind_key
        if key is None:
            raise WrongState("not_remote", _("本次投票不能在会场外投票。"))
        entry = locked_entry(row, seat)
        if actor.pk is None or entry.mandate.deputy.user_id != actor.pk:
            raise NotAllowed("not_own", _("只能为自己领取凭证。"))
        _require_active(entry)
        if entry.credential_given or entry.paper_given:
            raise WrongState("given", _("您已经领过信封或纸质票，不能再领电子凭证。"))
        if entry.blinded_hash and entry.blinded_hash != told:
            raise WrongState("signed", _("您已经在另一台设备上领取过凭证，每人只有一份。"))
        if not entry.checked_in and row.phase != RoundPhase.FROZEN:
            raise WrongState("too_late", _("投票已经开始，没有签到的不能再领取凭证。"))
        try:
            signature = blind.sign_blinded(blind.load(key.reveal()), blinded)
        except blind.BadBlinded as wrong:
            raise BadInput("bad_blinded", str(wrong)) from wrong
        if not entry.blinded_hash:
            entry.blinded_hash, entry.checked_in = told, True
            entry.save(update_fields=["blinded_hash", "checked_in"])
            record("outreach.vote.token_signed", row, actor=actor, seat=seat)
    return signature


def _require_active(entry: RollEntry) -> None:
    if entry.mandate.state != "active":
        raise WrongState("suspended", _("该代表暂停执行职务，不参加表决。"))
