from django.urls import URLPattern, path

from tenant_apps.search.api.views import SearchView

urlpatterns: list[URLPattern] = [path("search", SearchView.as_view())]
