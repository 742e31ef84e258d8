from django.urls import path

from tenant_apps.forms.api import designing, filling

ONE = "forms/<str:key>"  # stock forms are called requests.leave

urlpatterns = [
    path("forms", designing.FormsView.as_view()),
    path("forms/span", filling.SpanView.as_view()),
    path("forms/sources", filling.SourcesView.as_view()),
    path("forms/sources/<slug:key>", filling.SourceView.as_view()),
    path("forms/attachments", filling.FormAttachments.as_view()),
    path("forms/attachments/<uuid:attachment_id>", filling.FormAttachment.as_view()),
    path(f"{ONE}", designing.FormOneView.as_view()),
    path(f"{ONE}/draft", designing.FormDraftView.as_view()),
    path(f"{ONE}/publish", designing.FormPublishView.as_view()),
    path(f"{ONE}/try", designing.FormTryView.as_view()),
    path(f"{ONE}/versions", designing.FormVersionsView.as_view()),
    path(f"{ONE}/versions/<int:number>", designing.FormVersionView.as_view()),
    path(f"{ONE}/versions/<int:number>/diff", designing.FormDiffView.as_view()),
]
