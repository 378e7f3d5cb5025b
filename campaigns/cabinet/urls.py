"""Addresses of the cabinet. What one may not see answers 404; a role without the cabinet, 403."""

from django.urls import path

from campaigns.cabinet.views import home

app_name = "cabinet"

urlpatterns = [
    path("", home.home, name="home"),
    path("candidates/", home.home, name="candidates"),
    path("import/", home.home, name="imports"),
    path("review/", home.home, name="review"),
    path("pools/", home.home, name="pools"),
]
