"""What the city host answers."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from config import pages

api: list[URLPattern | URLResolver] = [
    path("host", pages.HostView.as_view()),
    path("city/", include("shared_apps.directory.api.urls_city")),
    path("city/", include("shared_apps.passport.api.urls")),
    path("city/", include("shared_apps.oversight.api.urls")),
    path("city/", include("shared_apps.exchange.api.urls")),
    path("city/", include("shared_apps.reference.api.urls")),
    path("city/", include("shared_apps.templates.api.urls")),
]
urlpatterns = [
    path("api/", include(api)),
    re_path(r"^(?:api|assets)/.*$", pages.missing),
    re_path(r"^(?P<path>.*)$", pages.shell),
]
