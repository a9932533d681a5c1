"""Advice of deputies, the notice of the candidates, and comments on it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models import User
from congress.privacy import EncryptedTextField
from deputies.roster.models import Mandate
from outreach.projects.consulting.states import CommentState
from outreach.projects.models import Project, ProjectYear


class Advice(models.Model):
    """What one deputy says of one candidate. Signed by name: it is advice, the vote is the secret one."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+", verbose_name=_("代表"))
    project = models.ForeignKey(Project, models.PROTECT, related_name="advice", verbose_name=_("项目"))
    # Of the project, so that the database can keep ranks apart.
    year = models.ForeignKey(ProjectYear, models.PROTECT, related_name="+", verbose_name=_("年度"))
    rank = models.PositiveSmallIntegerField(_("名次"), null=True, blank=True)
    comment = models.CharField(_("意见"), max_length=500, blank=True)
    given_at = models.DateTimeField(_("提出时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("代表意见")
        constraints = [
            models.UniqueConstraint(fields=["mandate", "project"], name="advice_once"),
            models.UniqueConstraint(
                fields=["mandate", "year", "rank"], condition=Q(rank__isnull=False), name="advice_rank_once"
            ),
            models.CheckConstraint(
                condition=Q(rank__isnull=True) | Q(rank__gte=1), name="advice_rank_from_one"
            ),
            models.CheckConstraint(
                condition=Q(rank__isnull=False) | ~Q(comment=""), name="advice_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.rank or ''}"


class AdviceAnswer(models.Model):
    """What the office did with the deputies' advice on a candidate; every deputy reads it."""

    project = models.OneToOneField(
        Project, models.PROTECT, related_name="advice_answer", verbose_name=_("项目")
    )
    text = models.CharField(_("采纳情况"), max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("答复人"))
    at = models.DateTimeField(_("答复时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("代表意见的采纳情况")

    def __str__(self) -> str:
        return self.text[:30]


class PublicNotice(models.Model):
    """The publication of the candidates before the list is fixed."""

    year = models.OneToOneField(
        ProjectYear, models.PROTECT, related_name="public_notice", verbose_name=_("年度")
    )
    opens_on = models.DateField(_("开始日期"))
    closes_on = models.DateField(_("结束日期"))
    text = models.TextField(_("公示内容"), max_length=2000)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("发布人"))
    published_at = models.DateTimeField(_("发布时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("候选项目公示")
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="notice_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.opens_on}"


class PublicComment(models.Model):
    """A citizen's word on a candidate, or on the list. Public only together with the office's answer, and without a name."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # Made by the form: a double tap sends once.
    client_uuid = models.UUIDField(unique=True, editable=False)
    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="comments", verbose_name=_("公示"))
    # Empty: about the list as a whole.
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="comments", verbose_name=_("项目")
    )
    text = models.TextField(_("意见"), max_length=500)
    name = EncryptedTextField(_("姓名"), kind="name", null=True, blank=True)
    phone = EncryptedTextField(_("电话"), kind="phone", null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=CommentState, default=CommentState.RECEIVED)
    # For an answered one the answer, for a withheld one why; that is not public.
    answer = models.CharField(_("答复"), max_length=500, blank=True)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复人")
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    created_at = models.DateTimeField(_("提出时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("公示意见")
        indexes = [
            models.Index(fields=["notice", "state", "-id"], name="comment_notice_state"),
            models.Index(fields=["created_at"], name="comment_phone_kept", condition=Q(phone__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CommentState.RECEIVED) | ~Q(answer=""), name="comment_decided_has_words"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:30]
