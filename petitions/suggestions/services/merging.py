"""并案: one handling, every citizen keeps the own number, code and answer."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from congress.errors import BadInput
from congress.people.actors import Actor
from congress.texts import require_text
from petitions.suggestions.models import Suggestion
from petitions.suggestions.models.clocks import Outcome
from petitions.suggestions.rules import may_see
from petitions.suggestions.services.clocks import cancel_clocks, resume_clocks
from petitions.suggestions.services.turn import finish, take, tell_citizens
from petitions.suggestions.states import OPEN, Confidentiality


@transaction.atomic
def merge_suggestion(
    suggestion: Suggestion,
    *,
    target: Suggestion,
    actor: Actor,
    on: date,
    version: int | None = None,
) -> Suggestion:
    """Let `target` carry this one. Its clocks stop; when the target is answered, this citizen is answered too.

    Never merged: sealed matters; into a merged or closed one; a target into which others were merged stays a target.
    """
    if target.pk == suggestion.pk:
        raise BadInput("same", _("不能并入自己。"), field="target")
    # Locked in the order of keys, so that two clerks merging crosswise cannot wait for each other.
    locked = {m.pk: m for m in Suggestion.objects.select_for_update().filter(
        pk__in=[suggestion.pk, target.pk]).order_by("pk")}  # fmt: skip
    goal = locked[target.pk]
    if not may_see(actor, goal, on=on):
        # The same words as for a number that does not exist.
        raise BadInput("no_such", _("没有找到这个编号。"), field="target")
    if goal.merged_into_id or goal.state not in OPEN:
        raise BadInput("bad_target", _("只能并入一件正在办理、未被并案的事项。"), field="target")
    if Confidentiality.SEALED in {m.confidentiality for m in locked.values()}:
        raise BadInput("sealed", _("保密事项不能并案。"), field="target")
    if locked[suggestion.pk].merged.exists():
        raise BadInput("has_merged", _("该事项已有并入件，请把另一件并入本件。"), field="target")
    turn = take("merge", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    matter.merged_into = goal
    matter.state_before = turn.from_state
    cancel_clocks(matter, on=on, outcome=Outcome.SUSPENDED)
    event = finish(
        turn, "merged_into", "state_before",
        text=_("并入 %(number)s") % {"number": goal.number},
        public_text=_("您反映的事与 %(number)s 是同一件，合并办理，答复会分别告诉您。") % {"number": goal.number},
        target=goal.number,
    )  # fmt: skip
    tell_citizens(matter, "suggestion_merged", key=f"merged:{event.pk}")
    return matter


@transaction.atomic
def unmerge_suggestion(
    suggestion: Suggestion, *, text: str, actor: Actor, on: date, version: int | None = None
) -> Suggestion:
    """Take it out again; it goes on where it stood, its clocks run again from today."""
    text = require_text(text, field="text", least=4, most=500)
    turn = take("unmerge", suggestion, actor=actor, on=on, version=version)
    matter = turn.suggestion
    target = matter.merged_into
    stopped = matter.clocks.filter(outcome=Outcome.SUSPENDED).order_by("-stopped_on").first()
    if stopped and stopped.stopped_on:
        resume_clocks(matter, on=on, suspended_on=stopped.stopped_on)
    matter.merged_into = None
    matter.state_before = ""
    finish(
        turn, "merged_into", "state_before", text=text, public_text=_("合并已撤销，单独办理。"),
        target=target.number if target else "",
    )  # fmt: skip
    return matter
