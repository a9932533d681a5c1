"""The audit verbs of personal data."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb

PRIVACY_VERBS = (
    Verb("congress.personal_data.revealed", _("查看个人信息")),
    Verb("congress.personal_data.erased", _("到期清除个人信息")),
    Verb("congress.personal_data.rekeyed", _("更换个人信息密钥")),
    Verb("congress.retention.changed", _("调整个人信息保存期限")),
    Verb("congress.consent_notice.published", _("公布个人信息告知书")),
)
