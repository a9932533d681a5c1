"""What citizens and residents say: one answer a phone, samples, remarks and their coding."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, WrongState
from congress.models import User
from congress.privacy import normalise_phone
from congress.privacy.blind import blind_index
from congress.texts import require_text
from outreach.projects.models import Project
from outreach.projects.rules import require_office
from outreach.projects.scores.models import Assessment, CitizenRating, Remark, ResidentSurvey
from outreach.projects.scores.states import AssessmentState, Grade, SampleKind, Topic
from outreach.projects.services import locked_project
from outreach.projects.states import ProjectState, YearState

# A finished project may be rated until its year is filed.
RATEABLE = frozenset({ProjectState.ACCEPTED, ProjectState.EVALUATED, ProjectState.RECTIFYING})
REMARK_MOST = 300
# How long a phone's index is kept: so long one phone cannot answer twice.
MONTHS = 18


def phone_index_of(project: Project, phone: str) -> bytes:
    """The keyed trace of a phone at one project; other projects' traces of the same phone are others."""
    return blind_index(f"{project.uid}:{normalise_phone(phone)}", "project-rating")


def is_rateable(project: Project) -> bool:
    """May citizens answer now?"""
    return project.state in RATEABLE and project.year.state != YearState.CLOSED


def require_rateable(project: Project) -> None:
    """Raise WrongState unless the project is finished and its year still open."""
    if not is_rateable(project):
        raise WrongState("not_rateable", _("这个项目现在不能评价。项目验收以后、年度归档以前可以评价。"))


def rate_project(project: Project, *, phone: str, grade: str, better: str, at: datetime) -> CitizenRating:
    """The answer of whoever has just confirmed this phone; the page has seen to that.

    The words go into a row of their own that nothing ties to the phone. Raises BadInput, WrongState (also when the phone
    has answered before).
    """
    index = phone_index_of(project, phone)
    if grade not in Grade.values:
        raise BadInput("grade", _("请选择一项评价。"), field="grade")
    words = require_text(better, field="better", least=2, most=REMARK_MOST) if better.strip() else ""
    with transaction.atomic():
        row = locked_project(project, None)
        require_rateable(row)
        if CitizenRating.objects.filter(project=row, phone_index=index).exists():
            raise WrongState("rated", _("这个手机号已经评价过这个项目，每个手机号只能评价一次。"))
        rating = CitizenRating.objects.create(
            project=row, phone_index=index, grade=grade, rated_on=localdate(at)
        )
        if words:
            Remark.objects.create(project=row, text=words, written_on=localdate(at))
    return rating


def erase_rating_phones(*, before: date, on: date) -> int:
    """Eraser: the traces of phones go, the answers stay."""
    return CitizenRating.objects.filter(rated_on__lt=before, phone_index__isnull=False).update(
        phone_index=None
    )


def enter_survey(
    project: Project,
    *,
    kind: str,
    population: int | None,
    good: int,
    fair: int,
    poor: int,
    done_on: date,
    conductor: str,
    actor: User,
    at: datetime,
) -> ResidentSurvey:
    """The sums of residents who were asked about a finished project."""
    on = localdate(at)
    with transaction.atomic():
        row = locked_project(project, None)
        require_office(actor, row.year, on=on)
        if row.state not in RATEABLE:
            raise WrongState("not_finished", _("项目验收以后才能录入居民抽样。"))
        if kind not in SampleKind.values:
            raise BadInput("kind", _("请选择方式。"), field="kind")
        total = good + fair + poor
        if min(good, fair, poor) < 0 or not total:
            raise BadInput("answers", _("请填写各项人数，合计不能为 0。"), field="good")
        if population is not None and population < total:
            raise BadInput(
                "population",
                _("受访 %(n)d 户（人），多于受益总数 %(all)d。") % {"n": total, "all": population},
                field="population",
            )
        if done_on > on:
            raise BadInput("future", _("完成日期不能晚于今天。"), field="done_on")
        survey = ResidentSurvey.objects.create(
            project=row, kind=kind, population=population, good=good, fair=fair, poor=poor, done_on=done_on,
            conductor=require_text(conductor, field="conductor", least=2, most=60), entered_by=actor, entered_at=at,
        )  # fmt: skip
        record(
            "outreach.survey.entered", row, actor=actor, kind=kind, population=population, good=good, fair=fair,
            poor=poor, done_on=done_on.isoformat(),
        )  # fmt: skip
    return survey


def withdraw_survey(survey: ResidentSurvey, *, reason: str, actor: User, at: datetime) -> ResidentSurvey:
    """It was wrong: no longer counted, still kept with the reason. What was published stays published."""
    with transaction.atomic():
        row = (
            ResidentSurvey.objects.select_for_update(of=("self",))
            .select_related("project__year")
            .get(pk=survey.pk)
        )
        require_office(actor, row.project.year, on=localdate(at))
        if row.withdrawn_at is not None:
            raise WrongState("withdrawn", _("这次抽样已经撤下。"))
        row.withdrawn_reason = require_text(reason, field="reason", least=4, most=200)
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        record("outreach.survey.withdrawn", row.project, actor=actor, reason=row.withdrawn_reason)
    return row


def copy_remarks(
    assessment: Assessment, project: Project, *, texts: str, actor: User, at: datetime
) -> list[Remark]:
    """What members wrote on their ballots, a line each, in no order of ballots."""
    with transaction.atomic():
        require_office(actor, assessment.year, on=localdate(at))
        if assessment.state not in {
            AssessmentState.COUNTING,
            AssessmentState.GRADED,
            AssessmentState.PUBLISHED,
        }:
            raise WrongState("not_held", _("还没有登记到会，不能录入意见。"))
        if not assessment.items.filter(project=project).exists():
            raise BadInput("project", _("该项目不在这次测评里。"), field="project")
        # Sorted by their words: the order of the ballots is nobody's business.
        lines = sorted(line for line in (text.strip() for text in texts.splitlines()) if line)
        if not lines:
            raise BadInput("empty", _("请至少写一条意见。"), field="texts")
        made = [
            Remark(
                project=project, assessment=assessment, written_on=assessment.meets_on,
                text=require_text(line, field="texts", least=2, most=REMARK_MOST),
            )
            for line in lines
        ]  # fmt: skip
        Remark.objects.bulk_create(made)
        record("outreach.remark.copied", assessment, actor=actor, project=str(project.uid), rows=len(made))
    return made


def code_remark(remark: Remark, *, topic: str, actor: User, at: datetime) -> Remark:
    """What a remark is about; "" takes the coding away."""
    with transaction.atomic():
        row = Remark.objects.select_for_update(of=("self",)).select_related("project__year").get(pk=remark.pk)
        require_office(actor, row.project.year, on=localdate(at))
        if topic and topic not in Topic.values:
            raise BadInput("topic", _("请从列表里选择。"), field="topic")
        before, row.topic = row.topic, topic
        row.save(update_fields=["topic"])
        record("outreach.remark.coded", row.project, actor=actor, before=before, after=topic)
    return row
