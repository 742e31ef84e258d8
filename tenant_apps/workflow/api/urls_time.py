from django.urls import path

from tenant_apps.workflow.api import deadlines

urlpatterns = [
    path("items/<uuid:item_id>/deadline", deadlines.DeadlineView.as_view()),
    path("stuck", deadlines.StuckView.as_view()),
    path("stuck/scan", deadlines.StuckScanView.as_view()),
]
