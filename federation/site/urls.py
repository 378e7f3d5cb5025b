"""Pages of the portal as a whole, under `/kk/` and `/ru/`."""

from django.urls import path

from federation.site import subscriptions, views

app_name = "site"

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("low-vision/", views.low_vision, name="low-vision"),
    path("subscribe/", subscriptions.subscribe, name="subscribe"),
    path("subscribe/done/", subscriptions.done, name="subscribe-done"),
    path("subscribe/<str:token>/", subscriptions.subscription, name="subscription"),
    path("unsubscribe/<str:token>/", subscriptions.unsubscribe, name="unsubscribe"),
]
