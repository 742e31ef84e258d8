from django.urls import path

from tenant_apps.workflow.api import supervising as views

urlpatterns = [
    path("supervision", views.SupervisionView.as_view()),
    path("supervision/<uuid:run_id>", views.OverseenView.as_view()),
    path("runs/<uuid:run_id>/changes", views.ChangesView.as_view()),
    path("runs/<uuid:run_id>/way", views.WayView.as_view()),
    path("runs/<uuid:run_id>/reassign", views.ReassignView.as_view()),
    path("runs/<uuid:run_id>/jump", views.JumpView.as_view()),
    path("runs/<uuid:run_id>/force", views.ForceView.as_view()),
    path("runs/<uuid:run_id>/terminate", views.TerminateView.as_view()),
    path("runs/<uuid:run_id>/tell", views.TellView.as_view()),
    path("runs/<uuid:run_id>/suspend", views.SuspendView.as_view()),
    path("runs/<uuid:run_id>/resume", views.ResumeView.as_view()),
    path("runs/<uuid:run_id>/edit", views.EditView.as_view()),
    path("runs/<uuid:run_id>/undo", views.UndoView.as_view()),
]
