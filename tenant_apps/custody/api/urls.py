from django.urls import URLPattern, path

from tenant_apps.custody.api import views

urlpatterns: list[URLPattern] = [
    path("custody", views.Papers.as_view()),
    *(
        path(f"custody/<uuid:paper_id>/{verb}", view.as_view())
        for verb, view in views.VERBS.items()
    ),
]
