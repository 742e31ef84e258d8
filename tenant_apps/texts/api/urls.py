from django.urls import URLPattern, path

from tenant_apps.texts.api import passes, views

ONE = "<str:kind>/<uuid:subject_id>"

urlpatterns: list[URLPattern] = [
    path(ONE, views.Text.as_view()),
    path(f"{ONE}/word", views.TextWord.as_view()),
    path(f"{ONE}/typed", views.TextTyped.as_view()),
    path(f"{ONE}/compare", views.TextComparison.as_view()),
    path(f"{ONE}/redline", views.TextRedline.as_view()),
    path(f"{ONE}/versions/<int:number>/file", views.TextVersionFile.as_view()),
    path(f"{ONE}/versions/<int:number>/clean", views.TextVersionClean.as_view()),
    path(f"{ONE}/passes", passes.TextPasses.as_view()),
    path(f"{ONE}/office", passes.TextOffice.as_view()),
    path(f"{ONE}/pen/take", views.PenTake.as_view()),
    path(f"{ONE}/pen/renew", views.PenRenew.as_view()),
    path(f"{ONE}/pen/take_over", views.PenTakeOver.as_view()),
    path(f"{ONE}/pen/release", views.PenRelease.as_view()),
]
