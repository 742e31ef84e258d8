from django.urls import URLPattern, path

from tenant_apps.ink.api import views

ONE = "<str:kind>/<uuid:subject_id>"
SHEET = f"{ONE}/sheets/<str:sha256>"

urlpatterns: list[URLPattern] = [
    path(ONE, views.Ink.as_view()),
    path(f"{ONE}/marks", views.InkMarks.as_view()),
    path(f"{ONE}/hand_in", views.InkHandIn.as_view()),
    path(f"{SHEET}/pages/<int:number>", views.InkPage.as_view()),
    path(f"{SHEET}/pdf", views.InkPdf.as_view()),
]
