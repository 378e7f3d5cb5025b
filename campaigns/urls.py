"""Addresses of campaigns, the same under `/kk/` and `/ru/`; they are cited and never change their form."""

from django.urls import path

from campaigns.views import (
    calendars,
    campaigns,
    candidate_link,
    candidates,
    data,
    headquarters,
    joining,
    meetings,
    platforms,
    privacy,
    promises,
    results,
    rules,
    tasks,
)

app_name = "campaigns"

urlpatterns = [
    path("campaigns/", campaigns.listing, name="list"),
    path("campaigns/<slug:slug>/", campaigns.detail, name="detail"),
    path("campaigns/<slug:slug>/platform/", platforms.platform, name="platform"),
    path("campaigns/<slug:slug>/platform/<int:number>/", platforms.plank, name="plank"),
    path("campaigns/<slug:slug>/publications/", campaigns.publications, name="publications"),
    path("campaigns/<slug:slug>/constituencies/", campaigns.constituencies, name="constituencies"),
    path("campaigns/<slug:slug>/candidates/", candidates.candidates, name="candidates"),
    path("campaigns/<slug:slug>/candidates/booklet-<str:iso>.pdf", candidates.booklet, name="booklet"),
    path("campaigns/<slug:slug>/candidates/<slug:name>/", candidates.candidate, name="candidate"),
    path(
        "campaigns/<slug:slug>/candidates/<slug:name>/photo-<int:width>.jpg",
        candidates.photo,
        name="candidate-photo",
    ),
    path("candidate/<str:token>/", candidate_link.link, name="candidate-link"),
    path("candidate/<str:token>/photo/", candidate_link.photo, name="candidate-link-photo"),
    path("campaigns/<slug:slug>/promises/", promises.promises, name="promises"),
    path("join/", joining.join, name="join"),
    path("join/done/", joining.done, name="join-done"),
    path("join/<str:token>/", joining.application, name="application"),
    path("campaigns/<slug:slug>/meetings/", meetings.meetings, name="meetings"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/quotes/<int:number>/", meetings.quotation, name="quotation"),
    path("workplaces/<int:pk>/", meetings.workplace, name="workplace"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/done/", privacy.done, name="privacy-done"),
    path("data/", data.data, name="data"),
    path("data/v1/<slug:slug>/popolo.json", data.people, name="popolo"),
    path("data/v1/<slug:slug>/candidates.csv", data.candidates_csv, name="candidates-csv"),
    path("campaigns/<slug:slug>/results/", results.results, name="results"),
    path("campaigns/<slug:slug>/results/<int:pk>/source/", results.source, name="result-source"),
    path("campaigns/<slug:slug>/rules/", rules.rules, name="rules"),
    path("campaigns/<slug:slug>/eligibility/", rules.eligibility, name="eligibility"),
    path("campaigns/<slug:slug>/calendar.ics", calendars.calendar, name="calendar"),
    path("campaigns/<slug:slug>/tasks/", tasks.tasks, name="tasks"),
    path("tasks/<str:key>.ics", tasks.task_calendar, name="task-calendar"),
    path("campaigns/<slug:slug>/headquarters/", headquarters.headquarters, name="headquarters"),
    path("campaigns/<slug:slug>/headquarters/<int:pk>/", headquarters.one, name="headquarters-one"),
    path("people/<int:pk>/", headquarters.office_holder, name="office-holder"),
]
