"""Addresses that are the same for every language."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from federation.caching import public_page
from federation.site import files, mailbox, views
from federation.site.sitemaps import SITEMAPS

urlpatterns = [
    path("", views.root, name="root"),
    path("healthz/", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", public_page(sitemap), {"sitemaps": SITEMAPS}, name="sitemap-section"),
    path("reader.css", views.reader_css, name="reader-css"),
    path("demo/mailbox/", mailbox.mails, name="mailbox"),
    path("demo/mailbox/<int:pk>/", mailbox.mail, name="mailbox-mail"),
    path("demo/mailbox/<int:pk>/html/", mailbox.html, name="mailbox-html"),
    path("media/<path:name>", files.media, name="media"),
]
