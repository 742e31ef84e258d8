from django.urls import path

from tenant_apps.workflow.api import views

urlpatterns = [
    path("items", views.ItemsView.as_view()),
    path("runs/<uuid:run_id>", views.RunView.as_view()),
]
