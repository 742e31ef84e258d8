from django.urls import path

from shared_apps.directory.api import views

urlpatterns = [path("units", views.CityUnits.as_view())]
