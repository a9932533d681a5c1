"""The round in which proposals are collected, and the proposals."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models import Organisation, Region, User
from congress.privacy import EncryptedTextField
from outreach.projects.gathering.states import Channel, ProposalState
from outreach.projects.models import Project, ProjectYear
from outreach.projects.states import Category
from petitions.suggestions.models import Suggestion


class CollectionRound(models.Model):
    """When proposals are taken for a year, and the words of the notice."""

    year = models.OneToOneField(
        ProjectYear, models.PROTECT, related_name="collection", verbose_name=_("年度")
    )
    opens_on = models.DateField(_("开始日期"))
    closes_on = models.DateField(_("结束日期"))
    notice = models.TextField(_("征集公告"), max_length=2000)
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("发布人"))
    published_at = models.DateTimeField(_("发布时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("征集")
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="collection_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.opens_on}"


class Proposal(models.Model):
    """What somebody proposes for a year. Who it was is nobody's but the office's; what became of it is everybody's."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # Made by the form: a double tap sends once, and the receipt's code is derived from it.
    client_uuid = models.UUIDField(unique=True, editable=False)
    code_hash = models.BinaryField(max_length=32, unique=True)
    year = models.ForeignKey(ProjectYear, models.PROTECT, related_name="proposals", verbose_name=_("年度"))
    channel = models.CharField(_("渠道"), max_length=12, choices=Channel)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("所在地"))
    category = models.CharField(_("类别"), max_length=12, choices=Category)
    title = models.CharField(_("想办什么事"), max_length=60)
    problem = models.TextField(_("现在的困难"), max_length=1000)
    who = models.CharField(_("谁受益"), max_length=120, blank=True)
    spot = models.CharField(_("具体地点"), max_length=120, blank=True)
    cost_fen = models.BigIntegerField(_("估计投资（分）"), null=True, blank=True)
    proposer = EncryptedTextField(_("姓名"), kind="name", null=True, blank=True)
    phone = EncryptedTextField(_("电话"), kind="phone", null=True, blank=True)
    station = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("站点")
    )
    suggestion = models.ForeignKey(
        Suggestion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="project_proposals",
        verbose_name=_("群众意见"),
    )
    # The proposal of an earlier year that this one carries on.
    former = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="later", verbose_name=_("往年提案")
    )
    state = models.CharField(_("结果"), max_length=10, choices=ProposalState, default=ProposalState.RECEIVED)
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("并入的项目")
    )
    # Codes of the criteria that it does not meet.
    unmet = models.JSONField(_("不符合的条件"), default=list)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    decided_at = models.DateTimeField(_("研究时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("提出时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("项目提案")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["year", "state", "-id"], name="proposal_year_state"),
            models.Index(fields=["created_at"], name="proposal_phone_kept", condition=Q(phone__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ProposalState.MERGED) | Q(project__isnull=False),
                name="proposal_merged_has_project",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ProposalState.LEFT_OUT, ProposalState.RESERVED]) | ~Q(reason=""),
                name="proposal_refused_has_reason",
            ),
            models.UniqueConstraint(
                fields=["year", "suggestion"],
                condition=Q(suggestion__isnull=False),
                name="proposal_suggestion_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title
