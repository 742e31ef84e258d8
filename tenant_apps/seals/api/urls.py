from django.urls import path

from tenant_apps.seals.api import views

urlpatterns = [
    path("seals", views.SealBank.as_view()),
    path("seals/impressions", views.ImpressionRegister.as_view()),
    path("seals/<uuid:seal_id>", views.SealCard.as_view()),
    path("seals/<uuid:seal_id>/picture", views.SealPicture.as_view()),
    *(path(f"seals/<uuid:seal_id>/{verb}", view.as_view()) for verb, view in views.VERBS.items()),
]
