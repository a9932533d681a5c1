"""The audit verbs of accounts and grants."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb

PEOPLE_VERBS = (
    Verb("congress.account.opened", _("开立账号")),
    Verb("congress.account.closed", _("停用账号")),
    Verb("congress.account.reopened", _("恢复账号")),
    Verb("congress.account.changed", _("修改账号资料")),
    Verb("congress.account.password_set", _("重置密码")),
    Verb("congress.account.password_changed", _("修改本人密码")),
    Verb("congress.account.signed_in", _("登录")),
    Verb("congress.account.signed_out", _("退出登录")),
    Verb("congress.account.sign_in_refused", _("登录失败")),
    Verb("congress.account.locked", _("登录失败过多，锁定")),
    Verb("congress.account.session_ended", _("结束其他设备的登录")),
    Verb("congress.account.second_factor_enrolled", _("绑定动态口令")),
    Verb("congress.account.second_factor_dropped", _("停用动态口令")),
    Verb("congress.account.second_factor_reset", _("重置动态口令")),
    Verb("congress.account.recovery_code_used", _("使用恢复码")),
    Verb("congress.account.recovery_codes_renewed", _("更换恢复码")),
    Verb("congress.grant.given", _("授予角色")),
    Verb("congress.grant.ended", _("取消角色")),
    Verb("congress.reference_data.added", _("新增基础数据")),
    Verb("congress.reference_data.changed", _("修改基础数据")),
    Verb("congress.api_client.opened", _("开立接口账号")),
    Verb("congress.api_client.secret_replaced", _("更换接口密钥")),
)
