"""How the two doors look in the OpenAPI document."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class UnitTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "tenant_apps.organization.api.auth.UnitToken"
    name = ["unit_cookie", "unit_token"]
    priority = 1  # before the one that comes with knox

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, str]]:
        return [
            {"type": "apiKey", "in": "cookie", "name": "heshu_token"},
            {
                "type": "apiKey",
                "in": "header",
                "name": "Authorization",
                "description": "`Token …`, from POST /api/tokens",
            },
        ]


class CityCookieScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "shared_apps.passport.api.base.CityCookie"
    name = "city_cookie"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "heshu_city"}
