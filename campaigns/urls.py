"""Addresses of campaigns, the same under `/kk/` and `/ru/`; they are cited and never change their form."""

from django.urls import path

from campaigns.views import campaigns

app_name = "campaigns"

urlpatterns = [
    path("campaigns/", campaigns.listing, name="list"),
    path("campaigns/<slug:slug>/", campaigns.detail, name="detail"),
]
