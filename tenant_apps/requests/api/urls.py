from django.urls import path

from tenant_apps.requests.api import keeping, updating, views

urlpatterns = [
    path("requests", views.RequestsView.as_view()),
    path("requests/kinds", views.KindsView.as_view()),
    path("requests/kinds/<str:key>", views.KindView.as_view()),
    path("requests/kinds/<str:key>/preview", views.PreviewView.as_view()),
    path("requests/kinds/<str:key>/draft", views.DraftView.as_view()),
    path("requests/templates", updating.OffersView.as_view()),
    path("requests/templates/<str:key>", updating.ComparisonView.as_view()),
    path("requests/templates/<str:key>/adopt", updating.AdoptView.as_view()),
    path("requests/templates/<str:key>/update", updating.UpdateView.as_view()),
    path("requests/templates/<str:key>/finish", updating.FinishView.as_view()),
    path("requests/templates/<str:key>/abandon", updating.AbandonView.as_view()),
    path("requests/export", views.ExportView.as_view()),
    path("requests/resources", keeping.ResourcesView.as_view()),
    path("requests/resources/week", keeping.WeekView.as_view()),
    path("requests/resources/<uuid:resource_id>", keeping.ResourceView.as_view()),
    path("requests/balances", keeping.BalancesView.as_view()),
    path("requests/balances/people", keeping.GrantPeopleView.as_view()),
    path("requests/balances/<uuid:staff_id>/grants", keeping.GrantsView.as_view()),
    path("requests/balances/table", keeping.GrantTableView.as_view()),
    path("requests/<uuid:request_id>", views.RequestView.as_view()),
    path("requests/<uuid:request_id>/give_back", views.GiveBackView.as_view()),
    path("requests/<uuid:request_id>/print", views.PrintView.as_view()),
]
