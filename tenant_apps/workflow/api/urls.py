from django.urls import include, path

from tenant_apps.workflow.api import boxes, views

urlpatterns = [
    path("", include("tenant_apps.workflow.api.urls_acting")),
    path("", include("tenant_apps.workflow.api.urls_flows")),
    path("", include("tenant_apps.workflow.api.urls_lending")),
    path("", include("tenant_apps.workflow.api.urls_supervision")),
    path("", include("tenant_apps.workflow.api.urls_time")),
    path("items", boxes.ItemsView.as_view()),
    path("items/counts", boxes.CountsView.as_view()),
    path("items/choices", boxes.ChoicesView.as_view()),
    path("runs/<uuid:run_id>", views.RunView.as_view()),
]
