from django.urls import path

from shared_apps.reference.api import views

urlpatterns = [
    path("calendar/<int:year>", views.CityYearView.as_view()),
    path("calendar/<int:year>/enter", views.CityYearEntryView.as_view()),
    path("calendar/<int:year>/read", views.CityDaysReadView.as_view()),
    path("calendar/<int:year>/import", views.CityYearImportView.as_view()),
]
