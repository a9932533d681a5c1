"""What a vote leaves behind. No row of these links a deputy to a credential, or a credential to a box after closing.

While a round is open its boxes lie in a table of its own, `outreach_intake_<round id>`, which only the database functions
of migration 0003 touch; at closing it is copied here in the order of the hashes and dropped.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models import User
from congress.privacy import EncryptedTextField
from deputies.roster.models import Mandate
from outreach.projects.models import ProjectYear
from outreach.projects.vote.states import (
    BallotType,
    Base,
    Means,
    RoundKind,
    RoundPhase,
    ScrutineerRole,
    ShortfallRule,
    TieRule,
)


class VotingMethod(models.Model):
    """The voting method (票决办法) of one year. Once adopted a trigger refuses every change.

    `sha256` is that of `rules.method_text`; it stands on every ballot page and in the minutes.
    """

    year = models.ForeignKey(ProjectYear, models.PROTECT, related_name="methods", verbose_name=_("年度"))
    places = models.PositiveSmallIntegerField(_("应选数"))
    ballot_type = models.CharField(_("票型"), max_length=20, choices=BallotType, default=BallotType.UP_TO)
    base = models.CharField(_("基数"), max_length=10, choices=Base, default=Base.ALL)
    threshold_upper = models.PositiveSmallIntegerField(_("过半标准分子"), default=1)
    threshold_lower = models.PositiveSmallIntegerField(_("过半标准分母"), default=2)
    quorum_upper = models.PositiveSmallIntegerField(_("法定人数分子"), default=2)
    quorum_lower = models.PositiveSmallIntegerField(_("法定人数分母"), default=3)
    tie_rule = models.CharField(_("同票规则"), max_length=20, choices=TieRule, default=TieRule.RUNOFF)
    shortfall_rule = models.CharField(
        _("不足规则"), max_length=20, choices=ShortfallRule, default=ShortfallRule.FEWER
    )
    money_cap_fen = models.BigIntegerField(_("资金上限（分）"), null=True, blank=True)
    # Least surplus of candidates over places; below a fifth of the places the congress gives a reason.
    min_diff = models.PositiveSmallIntegerField(_("最少差额"), default=1)
    min_diff_reason = models.CharField(_("差额较小的理由"), max_length=200, blank=True)
    electronic = models.BooleanField(_("可以电子投票"), default=False)
    remote = models.BooleanField(_("可以不到会投票"), default=False)
    # The opened ballots themselves, without names; a small body publishes the sums alone (domain paper B5.6).
    publishes_ballots = models.BooleanField(_("公布全部匿名选票"), default=False)
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("起草人"))
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    adopted_on = models.DateField(_("通过日期"), null=True, blank=True)
    adopted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("登记人")
    )
    sha256 = models.CharField(max_length=64, blank=True)
    updated_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("票决办法")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(adopted_on__isnull=True, sha256="")
                | Q(adopted_on__isnull=False, adopted_by__isnull=False)
                & ~Q(document_number="")
                & ~Q(sha256=""),
                name="method_adopted_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(adopted_by__isnull=True) | ~Q(adopted_by=F("drafted_by")),
                name="method_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_ballot_type_display()}"


class VoteRound(models.Model):
    """One vote from its preparation to its publication; its phase changes only in services, forward only."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    # In addresses and on slips: eight characters that cannot be misread.
    code = models.CharField(_("轮次码"), max_length=8, unique=True)
    year = models.ForeignKey(ProjectYear, models.PROTECT, related_name="rounds", verbose_name=_("年度"))
    method = models.ForeignKey(
        VotingMethod, models.PROTECT, related_name="rounds", verbose_name=_("票决办法")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name=_("上一轮")
    )
    kind = models.CharField(_("轮次"), max_length=10, choices=RoundKind, default=RoundKind.FIRST)
    is_test = models.BooleanField(_("测试投票"), default=False)
    means = models.CharField(_("方式"), max_length=10, choices=Means, default=Means.PAPER)
    phase = models.CharField(_("阶段"), max_length=10, choices=RoundPhase, default=RoundPhase.DRAFT)
    session = models.CharField(_("会议名称"), max_length=80)
    places = models.PositiveSmallIntegerField(_("应选数"))
    opens_at = models.DateTimeField(_("计划开始"))
    closes_at = models.DateTimeField(_("计划截止"))
    # The scrutineers' joint key: only its public half ever reaches the server.
    public_key = models.CharField(max_length=90, blank=True)
    kid = models.CharField(max_length=16, blank=True)
    threshold_k = models.PositiveSmallIntegerField(_("启封所需份数"), default=0)
    shares_n = models.PositiveSmallIntegerField(_("密钥份数"), default=0)
    # Keys of this round alone: one signs blinded tokens, the other the archive; both are erased at publication.
    blind_key = EncryptedTextField(kind="text", null=True, blank=True)
    signing_key = EncryptedTextField(kind="text", null=True, blank=True)
    frozen = models.TextField(_("封存文件"), blank=True)
    frozen_hash = models.CharField(max_length=64, blank=True)
    deputies_total = models.PositiveIntegerField(_("代表总数"), default=0)
    present = models.PositiveIntegerField(_("到会人数"), null=True, blank=True)
    received = models.PositiveIntegerField(_("收到电子票"), null=True, blank=True)
    list_hash = models.CharField(max_length=64, blank=True)
    # The opened ballots, sorted by their text, as one JSON text; and their hash.
    opened = models.TextField(blank=True)
    opened_hash = models.CharField(max_length=64, blank=True)
    result = models.TextField(blank=True)
    # How a tie was settled where the method leaves it to presidium or lot: {"keys": [...], "document": "..."}.
    decision = models.TextField(blank=True)
    archive = models.TextField(blank=True)
    opened_at = models.DateTimeField(_("开始投票"), null=True, blank=True)
    closed_at = models.DateTimeField(_("截止时间"), null=True, blank=True)
    counted_at = models.DateTimeField(_("计票时间"), null=True, blank=True)
    published_at = models.DateTimeField(_("公布时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("票决轮次")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["year", "-id"], name="vote_round_year")]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="vote_round_in_order"),
            models.CheckConstraint(
                condition=Q(phase=RoundPhase.DRAFT) | ~Q(frozen="") & ~Q(frozen_hash=""),
                name="vote_round_frozen_is_whole",
            ),
            models.UniqueConstraint(
                fields=["parent"], condition=Q(parent__isnull=False), name="vote_round_one_follower"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.get_kind_display()}"


class RoundCandidate(models.Model):
    """A line of the ballot of one round."""

    round = models.ForeignKey(VoteRound, models.CASCADE, related_name="candidates")
    project = models.ForeignKey("outreach.Project", models.PROTECT, related_name="candidacies")
    number = models.PositiveSmallIntegerField(_("序号"))

    class Meta:
        verbose_name = verbose_name_plural = _("候选项目")
        ordering = ["round_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="round_number_once"),
            models.UniqueConstraint(fields=["round", "project"], name="round_project_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.number}"


class RollEntry(models.Model):
    """Who may vote in a round and took part. That is public knowledge; which credential was drawn is nobody's."""

    round = models.ForeignKey(VoteRound, models.CASCADE, related_name="roll", verbose_name=_("轮次"))
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="+", verbose_name=_("代表资格"))
    seat = models.PositiveIntegerField(_("名册序号"))
    # Copied when the roll is written: a later correction of the person's name does not touch a past vote.
    name = models.CharField(_("姓名"), max_length=40)
    checked_in = models.BooleanField(_("已签到"), default=False)
    credential_given = models.BooleanField(_("已领凭证"), default=False)
    paper_given = models.BooleanField(_("已领纸质票"), default=False)
    # The number outside the unused envelope that was handed in for the paper ballot.
    exchanged = models.PositiveIntegerField(_("换票交回的信封"), null=True, blank=True)
    left = models.BooleanField(_("已离会"), default=False)
    # Hash of the blinded message that was signed for this deputy: the same one may be asked for again.
    blinded_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("票决名册")
        ordering = ["round_id", "seat"]
        constraints = [
            models.UniqueConstraint(fields=["round", "mandate"], name="roll_once"),
            models.UniqueConstraint(fields=["round", "seat"], name="roll_seat_once"),
            models.CheckConstraint(
                condition=Q(credential_given=False) | Q(checked_in=True), name="roll_given_is_present"
            ),
            models.CheckConstraint(
                condition=Q(credential_given=False) | Q(blinded_hash=""), name="roll_one_way_only"
            ),
            models.UniqueConstraint(fields=["round", "exchanged"], name="roll_exchanged_once"),
            # On paper: present, without a token, and with an envelope only in exchange for it.
            models.CheckConstraint(
                condition=Q(paper_given=False, exchanged=None)
                | Q(
                    paper_given=True, checked_in=True, blinded_hash="", credential_given=False, exchanged=None
                )
                | Q(paper_given=True, checked_in=True, credential_given=True, exchanged__isnull=False),
                name="roll_one_ballot",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.seat}"


class Scrutineer(models.Model):
    """Who watches a round. Never from the government side, never the head of a candidate's unit."""

    round = models.ForeignKey(VoteRound, models.CASCADE, related_name="scrutineers", verbose_name=_("轮次"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("账号"))
    role = models.CharField(_("职责"), max_length=12, choices=ScrutineerRole)
    # Which share of the key this person keeps; shares themselves never reach the server.
    share = models.PositiveSmallIntegerField(_("密钥份号"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("监票人员")
        ordering = ["round_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="scrutineer_once"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(role=ScrutineerRole.CHIEF), name="scrutineer_one_chief"
            ),
            models.UniqueConstraint(
                fields=["round", "share"], condition=Q(share__isnull=False), name="scrutineer_share_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"


class Credential(models.Model):
    """A one-time right to cast, drawn from a box of sealed envelopes. Rows are written in the order of their hashes.

    `number` stands outside on the envelope; it is needed to void a lost one and says nothing about who drew it.
    """

    round = models.ForeignKey(VoteRound, models.CASCADE, related_name="credentials", verbose_name=_("轮次"))
    hash = models.BinaryField(max_length=32)
    number = models.PositiveIntegerField(_("信封号"))
    voided = models.BooleanField(_("已作废"), default=False)
    # The first of the two scrutineers who void it.
    void_asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("提出作废")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("投票凭证")
        constraints = [
            models.UniqueConstraint(fields=["round", "hash"], name="credential_once"),
            models.UniqueConstraint(fields=["round", "number"], name="credential_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.number}"


class Box(models.Model):
    """A sealed ballot after closing, in the order of its hash. Nothing says which credential cast it."""

    round = models.ForeignKey(VoteRound, models.PROTECT, related_name="boxes")
    hash = models.BinaryField(max_length=32)
    box = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = _("密封选票")
        ordering = ["round_id", "hash"]
        constraints = [models.UniqueConstraint(fields=["round", "hash"], name="box_once")]

    def __str__(self) -> str:
        return bytes(self.hash).hex()[:16]


class SpentCredential(models.Model):
    """A credential that cast a box, in the order of its hash: the other half of the torn link."""

    round = models.ForeignKey(VoteRound, models.PROTECT, related_name="spent")
    hash = models.BinaryField(max_length=32)
    # The code of the envelope, or message and signature of a token. The database knew only hashes before: what has no
    # proof was put there by somebody else.
    proof = models.BinaryField(max_length=448, default=b"")

    class Meta:
        verbose_name = verbose_name_plural = _("已用凭证")
        ordering = ["round_id", "hash"]
        constraints = [models.UniqueConstraint(fields=["round", "hash"], name="spent_once")]

    def __str__(self) -> str:
        return bytes(self.hash).hex()[:16]


class PaperCount(models.Model):
    """What one team counted in the box of paper ballots. Teams do not see each other's; two of them must be equal."""

    round = models.ForeignKey(VoteRound, models.PROTECT, related_name="paper_counts", verbose_name=_("轮次"))
    team = models.PositiveSmallIntegerField(_("计票组"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("录入人"))
    issued = models.PositiveIntegerField(_("发出"))
    returned = models.PositiveIntegerField(_("收回"))
    valid = models.PositiveIntegerField(_("有效"))
    # By reason; and for each line [approve, against, abstain, score], as tally.py reads them.
    spoiled = models.JSONField(default=dict)
    lines = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("纸质票计票")
        ordering = ["round_id", "team"]
        constraints = [
            models.UniqueConstraint(fields=["round", "team"], name="paper_team_once"),
            models.UniqueConstraint(fields=["round", "by"], name="paper_person_once"),
            models.CheckConstraint(condition=Q(team__gte=1, team__lte=3), name="paper_three_teams"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.team}"


class Opening(models.Model):
    """What one scrutineer's machine read from the boxes. Two of different people must be equal."""

    round = models.ForeignKey(VoteRound, models.PROTECT, related_name="openings", verbose_name=_("轮次"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("启封人"))
    ballots = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("启封结果")
        constraints = [models.UniqueConstraint(fields=["round", "by"], name="opening_once_each")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.sha256[:12]}"
