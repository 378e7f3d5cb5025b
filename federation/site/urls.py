"""Pages of the portal as a whole, under `/kk/` and `/ru/`."""

from django.urls import path

from federation.site import views

app_name = "site"

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("low-vision/", views.low_vision, name="low-vision"),
]
