from django.urls import path

from tenant_apps.webhooks.api import views

urlpatterns = [
    path("webhooks", views.WebhooksView.as_view()),
    path("webhooks/<uuid:webhook_id>", views.WebhookView.as_view()),
    path("webhooks/<uuid:webhook_id>/secret", views.SecretView.as_view()),
    path("webhooks/<uuid:webhook_id>/ping", views.PingView.as_view()),
    path("webhooks/<uuid:webhook_id>/calls", views.CallsView.as_view()),
    path("webhooks/calls/<uuid:call_id>/repeat", views.RepeatView.as_view()),
]
