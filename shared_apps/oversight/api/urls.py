from django.urls import URLPattern, path

from shared_apps.oversight.api import views

urlpatterns: list[URLPattern] = [
    path("board", views.BoardView.as_view()),
    path("items", views.MattersView.as_view()),
    path("items/<uuid:line_id>/trace", views.TraceView.as_view()),
]
