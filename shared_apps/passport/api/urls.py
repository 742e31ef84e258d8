from django.urls import path

from shared_apps.passport.api import views

urlpatterns = [path("session", views.CitySessionView.as_view())]
