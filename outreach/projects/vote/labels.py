"""Audit verbs of votes. There is none for casting: an event would tie a moment to a ballot."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb

VERBS: tuple[Verb, ...] = (
    Verb("outreach.vote.method_saved", _("起草票决办法")),
    Verb("outreach.vote.method_adopted", _("登记票决办法通过")),
    Verb("outreach.vote.drafted", _("建立投票")),
    Verb("outreach.vote.appointed", _("推定监票人员")),
    Verb("outreach.vote.dismissed", _("撤换监票人员")),
    Verb("outreach.vote.keyed", _("登记监票人公钥")),
    Verb("outreach.vote.frozen", _("封存投票")),
    Verb("outreach.vote.envelopes_made", _("生成投票凭证")),
    Verb("outreach.vote.envelopes_replaced", _("作废并重做投票凭证")),
    Verb("outreach.vote.void_asked", _("提出作废投票凭证")),
    Verb("outreach.vote.envelope_voided", _("作废投票凭证")),
    Verb("outreach.vote.checked_in", _("代表签到")),
    Verb("outreach.vote.left", _("代表离会")),
    Verb("outreach.vote.handed_out", _("发放投票凭证")),
    Verb("outreach.vote.paper_handed_out", _("发放纸质票")),
    Verb("outreach.vote.token_signed", _("签发不记名凭证")),
    Verb("outreach.vote.no_quorum", _("不足法定人数")),
    Verb("outreach.vote.opened", _("开始投票")),
    Verb("outreach.vote.paper_allowed", _("改用纸质票")),
    Verb("outreach.vote.closed", _("截止投票")),
    Verb("outreach.vote.opening_entered", _("启封选票")),
    Verb("outreach.vote.paper_entered", _("录入纸质票计票")),
    Verb("outreach.vote.counted", _("计票")),
    Verb("outreach.vote.tie_settled", _("决定同票项目")),
    Verb("outreach.vote.printed", _("打印投票文书")),
    Verb("outreach.vote.published", _("公布票决结果")),
)
