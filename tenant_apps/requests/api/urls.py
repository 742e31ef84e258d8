from django.urls import path

from tenant_apps.requests.api import keeping, views

urlpatterns = [
    path("", views.RequestsView.as_view()),
    path("/kinds", views.KindsView.as_view()),
    path("/kinds/<str:key>", views.KindView.as_view()),
    path("/kinds/<str:key>/preview", views.PreviewView.as_view()),
    path("/kinds/<str:key>/draft", views.DraftView.as_view()),
    path("/export", views.ExportView.as_view()),
    path("/resources", keeping.ResourcesView.as_view()),
    path("/resources/<uuid:resource_id>", keeping.ResourceView.as_view()),
    path("/balances", keeping.BalancesView.as_view()),
    path("/<uuid:request_id>", views.RequestView.as_view()),
    path("/<uuid:request_id>/print", views.PrintView.as_view()),
]
