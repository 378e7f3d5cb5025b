"""Headquarters at work in the demonstration: made up, in every state, in both languages, moving with its clock."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F
from django.utils import timezone

from appeals.models import Edition
from campaigns.enums import JoinState, MeetingState, PromiseState, Service, TaskState, Tier
from campaigns.headquarters import overview, progress
from campaigns.meetings import holding, promises, showing
from campaigns.models import (
    Application,
    Campaign,
    Commitment,
    Evidence,
    Headquarters,
    Meeting,
    OfficeHolder,
    Task,
    Volunteer,
)
from federation.models import Mail, Region, User
from federation.parity import compare
from federation.site.demo import headquarters, joining, meetings, tasks
from federation.site.models import Subscription

pytestmark = pytest.mark.usefixtures("demonstration")


def test_a_tree_over_the_whole_country():
    tiers = list(Headquarters.objects.values_list("tier", flat=True))
    assert [tiers.count(tier) for tier in Tier] == [1, 20, 3, 4]
    assert set(Region.objects.filter(headquarters__tier=Tier.REGIONAL)) == set(Region.objects.all())
    assert Headquarters.objects.public().count() == 28
    for row in Headquarters.objects.all():
        assert row.name_kk
        assert row.name_ru
        assert row.posts.held_on(timezone.localdate()).filter(function="head").count() == 1
    assert Volunteer.objects.filter(service=Service.OBSERVER).count() >= 20


def test_people_are_named_with_offices_and_as_made_up():
    for holder in OfficeHolder.objects.all():
        titles = holder.offices.values_list("title_kk", "title_ru")
        if not holder.participations.exclude(meeting__source_digest="").exists():  # as it was uploaded
            assert holder.full_name_kk
            assert holder.full_name_ru
            assert all("(көрсетілім)" in kk and "(демонстрация)" in ru for kk, ru in titles)
            assert titles
    named = OfficeHolder.objects.filter(posts__agreed_on__isnull=False).distinct().count()
    assert OfficeHolder.objects.filter(posts__isnull=False).distinct().count() - named >= 3


def test_tasks_in_every_state_and_only_accepted_evidence_counts(running):
    states = list(Task.objects.values_list("state", flat=True))
    assert len(states) >= 30
    assert set(states) == set(TaskState.values)
    assert Task.objects.overdue().count() >= 3
    assert set(Evidence.objects.values_list("kind", flat=True)) == {
        *("publication", "meeting", "members", "file", "link")
    }
    counted = sum(unit.accepted for one in progress.of_campaign(running) for unit in one.units)
    assert 0 < counted < sum(Evidence.objects.values_list("amount", flat=True))


def test_no_meeting_proves_a_task_before_it_was_held():
    shown = Evidence.objects.filter(meeting__isnull=False)
    assert shown.count() >= 3
    assert not shown.filter(at__date__lte=F("meeting__held_on")).exists()


def test_meetings_from_a_draft_to_a_report_in_both_languages():
    states = list(Meeting.objects.values_list("state", flat=True))
    assert len(states) == 6
    assert set(states) == set(MeetingState.values)
    shown = list(showing.public())
    assert len(shown) == 2
    for edition in Edition.objects.public().filter(publication__meeting__isnull=False):
        assert not compare(edition.body_kk, edition.body_ru).problems
    for one in shown:
        assert showing.shown(one, "kk").said["quotations"]
        assert showing.shown(one, "ru").said["questions"]
    brought = Meeting.objects.exclude(source_digest="").get()
    assert brought.not_found
    assert brought.state == MeetingState.DRAFT
    assert holding.missing(brought)


def test_an_office_that_changed_after_the_meeting_stays_in_its_report():
    holder = OfficeHolder.objects.get(full_name_kk="Ғалым Өрнектаев")
    record = showing.public().get(meeting=holder.participations.get().meeting).record
    said = next(row for row in record["participants"] if row["holder"] == holder.pk)["office"]["kk"]
    assert said == holder.titles_on(Meeting.objects.get(participants__holder=holder).held_on, "kk")
    assert said != holder.titles_on(timezone.localdate(), "kk")


def test_promises_in_every_status_some_overdue():
    assert set(Commitment.objects.values_list("state", flat=True)) == set(PromiseState.values)
    public = Commitment.objects.public()
    assert public.overdue().count() == 2
    assert Commitment.objects.filter(published_at=None).count() == 1
    released = Commitment.objects.filter(published_at__isnull=False)
    assert not released.filter(made_at__gt=F("published_at"))  # entered first
    unreleased, reports = promises.waiting(User.objects.get(email="headquarters@demo.example"))
    assert (unreleased.count(), reports.count()) == (1, 1)


def test_applications_in_every_state_some_late():
    assert Application.objects.count() == 15
    assert set(Application.objects.values_list("state", flat=True)) == set(JoinState.values)
    assert Application.objects.late().count() >= 3
    assert Application.objects.filter(evidence__isnull=False).count() == 3
    assert not Application.objects.exclude(erased_at=None).exclude(state=JoinState.TAKEN_BACK).exists()


def test_subscriptions_and_mails():
    assert Subscription.objects.confirmed().count() == 3
    assert Subscription.objects.filter(confirmed_at=None).count() == 1
    assert Mail.objects.troubled().count() == 2
    waiting = Mail.objects.filter(state="waiting")
    assert waiting.count() >= 3
    assert all(mail.to.endswith("@demo.example") for mail in waiting)


def test_some_regions_are_silent(running):
    silent = [row for row in overview.of_regions(running) if row.is_silent]
    assert 3 <= len(silent) <= 15
    assert overview.silent_branches(running)


def test_a_second_load_changes_nothing():
    def now():
        models = (Headquarters, Meeting, Task, Application, Commitment, Mail, Subscription, OfficeHolder)
        return [model.objects.count() for model in models]

    before = now()
    call_command("load_demo", stdout=StringIO())
    assert now() == before


def test_all_of_it_moves_with_the_clock(running):
    """Loaded three weeks ago and started again: as much is overdue and late as on the first day."""
    back = timedelta(days=21)
    before = numbers()
    for part in (headquarters, joining, meetings, tasks):
        part.move(running, -back)
    assert numbers() != before
    Campaign.objects.filter(pk=running.pk).update(
        called_on=running.called_on - back, voting_on=running.voting_on - back
    )
    call_command("set_demo_clock", stdout=StringIO())
    assert numbers() == before
    assert Headquarters.objects.public().count() == 28
    assert not Application.objects.filter(received_at__gt=timezone.now()).exists()


def numbers():
    return (
        Task.objects.overdue().count(),
        Commitment.objects.overdue().count(),
        Application.objects.late().count(),
    )
