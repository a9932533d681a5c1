"""Ask the deputies for advice on the candidates, take it, and tell what was made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotFound, WrongState
from congress.models import User
from congress.notices.services import Posting, post_notices
from congress.texts import require_text
from deputies.roster.models import Mandate
from outreach.projects.consulting.models import Advice, AdviceAnswer
from outreach.projects.models import Project, ProjectYear
from outreach.projects.rules import require_office
from outreach.projects.services import locked_project, locked_year, require_phase
from outreach.projects.states import ProjectState, YearState


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """One candidate in a deputy's advice: its place in the own order (1 is the most urgent), or none, and words."""

    project: UUID
    rank: int | None
    comment: str = ""


def ask_deputies(year: ProjectYear, *, actor: User, at: datetime) -> int:
    """Write to every deputy of the congress who has an account; how many messages. Asked again, nobody gets it twice.

    Raises NotAllowed, WrongState outside the consultation or without candidates.
    """
    on = localdate(at)
    with transaction.atomic():
        row = locked_year(year, None)
        require_office(actor, row, on=on)
        require_phase(row, YearState.CONSULTING)
        if not Project.objects.filter(year=row, state=ProjectState.INITIAL).exists():
            raise WrongState("no_candidates", _("还没有初步候选项目。"))
        sitting = Mandate.objects.in_office(on).filter(
            term=row.term, state="active", deputy__user__isnull=False
        )
        posts = [
            Posting(
                "project_advice_asked", mandate.deputy.user, f"advice:{row.pk}:{mandate.pk}",
                link=f"/m/projects/{row.uid}/deliberate/", context={"year": row.title},
            )
            for mandate in sitting.select_related("deputy__user")
        ]  # fmt: skip
        sent = post_notices(posts)
        record("outreach.advice.asked", row, actor=actor, many=sent)
    return sent


def advise(year: ProjectYear, lines: Sequence[AdviceLine], *, actor: User, at: datetime) -> int:
    """A deputy's advice, whole: what is not said again is withdrawn. How many candidates it speaks of.

    Ranks must be 1, 2, 3 … without gap or tie. Raises NotFound for somebody who does not sit in this congress, WrongState
    outside the consultation, BadInput (field `rank_<uid>` or `comment_<uid>`).
    """
    with transaction.atomic():
        # One deputy, two devices: the second waits here and then replaces the first.
        mandate = (
            Mandate.objects.in_office(localdate(at))
            .select_for_update(of=("self",))
            .filter(term=year.term, deputy__user=actor, state="active")
            .first()
        )
        if mandate is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        row = ProjectYear.objects.select_for_update(of=("self",), no_key=True).get(pk=year.pk)
        require_phase(row, YearState.CONSULTING)
        projects = {p.uid: p for p in Project.objects.filter(year=row, state=ProjectState.INITIAL)}
        said = [line for line in lines if line.rank is not None or line.comment.strip()]
        _require_order(said, projects)
        Advice.objects.filter(mandate=mandate, year=row).delete()
        Advice.objects.bulk_create(
            Advice(
                mandate=mandate, year=row, project=projects[line.project], rank=line.rank,
                comment=line.comment.strip(), given_at=at,
            )
            for line in said
        )  # fmt: skip
        record("outreach.advice.given", row, actor=actor, many=len(said))
    return len(said)


def _require_order(said: Sequence[AdviceLine], projects: dict[UUID, Project]) -> None:
    if len({line.project for line in said}) != len(said) or any(
        line.project not in projects for line in said
    ):
        raise BadInput("other_project", _("名单刚有变化，请刷新后再提交。"))
    ranked = sorted((line for line in said if line.rank is not None), key=lambda line: line.rank or 0)
    for place, line in enumerate(ranked, start=1):
        if line.rank != place:
            raise BadInput("bad_rank", _("名次要从 1 开始，不重复、不跳号。"), field=f"rank_{line.project}")
    for line in said:
        if len(line.comment.strip()) > 500:
            raise BadInput("too_long", _("意见不超过 500 字。"), field=f"comment_{line.project}")


def answer_advice(project: Project, text: str, *, actor: User, at: datetime) -> AdviceAnswer:
    """Say what was made of the advice on a candidate; a later answer replaces it. Raises NotAllowed, WrongState, BadInput."""
    text = require_text(text, field="text", least=4, most=500)
    with transaction.atomic():
        row = locked_project(project, None)
        require_office(actor, row.year, on=localdate(at))
        if not Advice.objects.filter(project=row).exists():
            raise WrongState("no_advice", _("代表还没有对这个项目提出意见。"))
        answer, _new = AdviceAnswer.objects.update_or_create(
            project=row, defaults={"text": text, "by": actor, "at": at}
        )
        record("outreach.advice.answered", row, actor=actor)
    return answer
