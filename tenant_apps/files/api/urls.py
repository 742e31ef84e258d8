from django.urls import URLPattern, path

from tenant_apps.files.api import previews

ATTACHMENT = "files/<str:kind>/<uuid:subject_id>/<uuid:attachment_id>"

urlpatterns: list[URLPattern] = [
    path(f"{ATTACHMENT}/preview", previews.PreviewView.as_view()),
    path(f"{ATTACHMENT}/preview/pages/<int:number>", previews.PreviewPage.as_view()),
]
