"""What the OpenAPI document says about tokens."""

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
