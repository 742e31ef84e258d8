"""What a unit's host answers."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from config import pages

api: list[URLPattern | URLResolver] = [
    path("host", pages.HostView.as_view()),
    path("", include("tenant_apps.organization.api.urls")),
    path("", include("tenant_apps.files.api.urls")),
    path("", include("tenant_apps.forms.api.urls")),
    path("", include("tenant_apps.seals.api.urls")),
    path("", include("tenant_apps.search.api.urls")),
    path("ink/", include("tenant_apps.ink.api.urls")),
    path("texts/", include("tenant_apps.texts.api.urls")),
    path("workflow/", include("tenant_apps.workflow.api.urls")),
    path("correspondence/", include("tenant_apps.correspondence.api.urls")),
    path("", include("tenant_apps.requests.api.urls")),
    path("", include("tenant_apps.webhooks.api.urls")),
    path("", include("tenant_apps.custody.api.urls")),
    path("desk/", include("tenant_apps.desk.api.urls")),
]
urlpatterns = [
    path("api/", include(api)),
    re_path(r"^(?:api|assets)/.*$", pages.missing),
    re_path(r"^outgoing/[0-9a-f-]{36}/office$", pages.office),
    re_path(r"^(?P<path>.*)$", pages.shell),
]
