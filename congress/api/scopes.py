"""What a token may be used for. What it shows is decided by the grants of its service account."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from oauth2_provider.scopes import BaseScopes


class Scope(models.TextChoices):
    SUGGESTIONS_READ = "suggestions:read", _("读取群众意见建议")
    SUGGESTIONS_WRITE = "suggestions:write", _("提交群众意见建议")
    SUGGESTIONS_HANDLE = "suggestions:handle", _("办理群众意见建议")
    FIELD_LOG_READ = "field-log:read", _("读取代表履职台账")
    FIELD_LOG_WRITE = "field-log:write", _("提交代表履职记录")
    DOSSIERS_READ = "dossiers:read", _("读取代表履职档案")
    MEETINGS_WRITE = "meetings:write", _("推送会议出席情况")
    REGISTERS_READ = "registers:read", _("读取单位、区划、分类等名录")


class ClientScopes(BaseScopes):
    """Each client gets only the scopes that it was opened with; asking for none gets all of them."""

    def get_all_scopes(self) -> dict[str, str]:
        return {str(scope.value): str(scope.label) for scope in Scope}

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        client = getattr(application, "api_client", None) if application is not None else None
        return list(client.scopes) if client is not None else []

    def get_default_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        return self.get_available_scopes(application, request)
