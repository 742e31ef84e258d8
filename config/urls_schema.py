"""Both hosts' endpoints in one list, for the OpenAPI document only."""

from django.urls import include, path

from config import urls, urls_public

urlpatterns = [path("api/", include(urls.api + urls_public.api[1:]))]
