"""Addresses of publications, the same under `/kk/` and `/ru/`; they are cited and never change their form."""

from django.urls import path

from appeals import feeds, views
from appeals.enums import Section

app_name = "appeals"


def addresses(section):
    """Everything that hangs on one item of the section."""
    item = f"{section.value}/<slug:slug>/"
    named = {"section": section}
    return [
        path(item, views.detail, named, name=f"{section.value}-detail"),
        path(f"{item}both/", views.both, named, name=f"{section.value}-both"),
        path(f"{item}editions/", views.editions, named, name=f"{section.value}-editions"),
        path(f"{item}editions/<int:number>/", views.edition, named, name=f"{section.value}-edition"),
    ]


urlpatterns = [
    path("appeals/", views.listing, {"section": Section.APPEALS}, name="appeals"),
    path("news/", views.listing, {"section": Section.NEWS}, name="news"),
    path("feeds/", feeds.feed, name="feed"),
    path("feeds/appeals/", feeds.feed, {"section": Section.APPEALS}, name="appeals-feed"),
    path("feeds/news/", feeds.feed, {"section": Section.NEWS}, name="news-feed"),
    *addresses(Section.APPEALS),
    *addresses(Section.NEWS),
    *addresses(Section.PAGES),
    *addresses(Section.PLATFORMS),
]
