"""What the OpenAPI document says about tokens, and in which words."""

import re
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from congress.api.scopes import Scope


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "congress.api.authentication.TokenAuthentication"
    name = "oauth2"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        scopes = {str(scope.value): str(scope.label) for scope in Scope}
        return {
            "type": "oauth2",
            "flows": {"clientCredentials": {"tokenUrl": "/api/oauth/token/", "scopes": scopes}},
        }

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        wanted = getattr(auto_schema.view, "required_scopes", None) or []
        if isinstance(wanted, dict):
            wanted = wanted.get(auto_schema.method, [])
        return {self.name: [str(scope) for scope in wanted]}


_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_GROUPS = {
    "suggestions": "群众意见建议",
    "published": "办理公开",
    "organisations": "单位",
    "regions": "行政区划",
    "categories": "事项类别",
    "people": "代表名录",
    "organizations": "机构名录",
    "posts": "选区和席位",
    "memberships": "代表资格",
    "stations": "代表站点",
    "rota": "接待安排",
    "field-log": "履职台账",
    "dossiers": "履职档案",
    "meetings": "会议出席",
    "projects": "民生实事项目",
    "project-votes": "项目票决",
}


def keep_words_for_partners(result: dict[str, Any], **_rest: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: groups in Chinese, and no docstring of ours, which speaks to developers."""
    operations = [operation for path in result["paths"].values() for operation in path.values()]
    for operation in operations:
        operation["tags"] = [_GROUPS.get(tag, tag) for tag in operation.get("tags", [])]
    for part in [*operations, *result["components"].get("schemas", {}).values()]:
        if not _CHINESE.search(part.get("description", "有")):
            del part["description"]
    return result


def overview(document: dict[str, Any]) -> list[dict[str, str]]:
    """The calls of a document: method, address, what each does and the scope that its token needs."""
    return [
        {
            "method": method.upper(),
            "address": address,
            "summary": operation.get("summary", ""),
            "scope": "、".join(
                scope for need in operation.get("security", []) for scope in need.get("oauth2", [])
            ),
        }
        for address, path in document["paths"].items()
        for method, operation in path.items()
    ]
