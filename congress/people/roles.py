"""Role codes. Which role may take which step stands in the flows; who holds which role, in Grant rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CLERK = "clerk", _("人大工作人员")
    SUPERVISOR = "supervisor", _("督办负责人")
    HANDLER = "handler", _("承办单位联络员")
    STATION_OFFICER = "station_officer", _("站点联络员")
    DEPUTY = "deputy", _("人大代表")
    BUDGET_ANALYST = "budget_analyst", _("预算监督人员")
    LEADER = "leader", _("领导")
    EXPERT = "expert", _("专家")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


# The three separated administrators (GB/T 22239, level 3): one account holds one of them at most.
ADMIN_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})

# The words that stand for actors without an account in a flow's `roles`.
CITIZEN_ROLE = "citizen"
SYSTEM_ROLE = "system"
