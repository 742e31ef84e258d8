from django.urls import path

from shared_apps.templates.api import views

ONE = "templates/<slug:key>"

urlpatterns = [
    path("templates", views.TemplatesView.as_view()),
    path("templates/publish", views.TemplatePublishView.as_view()),
    path("templates/check", views.TemplateCheckView.as_view()),
    path(ONE, views.TemplateVersionsView.as_view()),
    path(f"{ONE}/versions/<int:number>", views.TemplateView.as_view()),
    path(f"{ONE}/versions/<int:number>/diff", views.TemplateDiffView.as_view()),
]
