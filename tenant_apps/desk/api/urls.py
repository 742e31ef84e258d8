from django.urls import URLPattern, path

from tenant_apps.desk.api import views

urlpatterns: list[URLPattern] = [path("portal", views.PortalView.as_view())]
