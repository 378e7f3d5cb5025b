"""Addresses of the cabinet. What one may not see answers 404; a role without the cabinet, 403."""

from django.urls import path

from campaigns.cabinet.views import announcing, changes, home, merging, review

app_name = "cabinet"

urlpatterns = [
    path("", home.home, name="home"),
    path("candidates/", home.home, name="candidates"),
    path("import/", home.home, name="imports"),
    path("review/", review.queue, name="review"),
    path("review/<int:pk>/", review.one, name="review-one"),
    path("review/announce/<int:pk>/", announcing.announce, name="announce"),
    path("review/merge/<int:one>/<int:other>/", merging.merge, name="merge"),
    path("candidates/<int:pk>/change/", changes.change, name="change"),
    path("candidates/<int:pk>/change/take-back/", changes.take_back, name="change-take-back"),
    path("pools/", home.home, name="pools"),
]
