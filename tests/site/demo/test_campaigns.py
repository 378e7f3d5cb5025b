"""Campaigns of the demonstration: real history without invented results, and a made-up one whose nomination is open."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from appeals.models import Edition, ParityOverride, Publication
from campaigns import campaigning, lawmaking
from campaigns.clock import Clock
from campaigns.enums import State, Step
from campaigns.models import Campaign, Constituency, Objective, Result
from federation.models import AuditEntry, QuietPeriod
from federation.parity import compare

pytestmark = pytest.mark.django_db
PLATFORM = "kasipodaqtar-adilettilik-ushin"


def set_clock():
    """What the command says and what it complains of."""
    out, complaints = StringIO(), StringIO()
    call_command("set_demo_clock", stdout=out, stderr=complaints)
    return out.getvalue(), complaints.getvalue()


def nomination_closes_in(campaign):
    period = Clock(campaign).period(Step.NOMINATION)
    assert period.holds(timezone.now())
    return period.ends_at - timezone.now()


def test_states_of_the_four_campaigns(demonstration):
    states = {campaign.slug: Clock(campaign).state() for campaign in Campaign.objects.public()}
    assert states.pop("referendum-2026") == State.ARCHIVE
    assert states == {
        "elections-2023": State.ARCHIVE,
        "demo-elections": State.RUNNING,
        "demo-by-election": State.RESULTS,
    }


def test_timeline_of_2023_in_two_zones(demonstration):
    campaign = Campaign.objects.get(slug="elections-2023")
    periods = Clock(campaign).periods
    assert (campaign.called_on, campaign.voting_on) == (date(2023, 1, 19), date(2023, 3, 19))
    said = {
        step: (f"{period.begins:%d.%m %H:%M}", f"{period.ends:%d.%m %H:%M}")
        for step, period in periods.items()
    }
    assert said[Step.NOMINATION] == ("20.01 00:00", "08.02 18:00")
    assert said[Step.REGISTRATION] == ("20.01 00:00", "18.02 18:00")
    assert said[Step.CAMPAIGNING] == ("18.02 18:00", "18.03 00:00")
    assert said[Step.POLL_BAN] == ("14.03 00:00", "20.03 00:00")
    assert said[Step.SILENCE] == ("18.03 00:00", "20.03 00:00")
    assert said[Step.VOTING] == ("19.03 07:00", "19.03 20:00")
    silence = periods[Step.SILENCE]
    assert silence.ends_at - silence.begins_at == timedelta(hours=49)


def test_constituencies_of_2023_are_the_seats_of_the_regions(demonstration):
    majilis = Constituency.objects.filter(campaign__slug="elections-2023")
    assert majilis.count() == 29
    assert majilis.filter(region__iso="KZ-61").count() == 3
    assert majilis.values("region").distinct().count() == 20
    assert not majilis.exclude(body__code="majilis").exists()


def test_every_plank_has_its_objective_and_its_law_in_both_languages(running):
    planks = list(running.platform.planks.select_related("objective"))
    assert [plank.number for plank in planks] == list(range(1, 13))
    for plank in planks:
        assert plank.objective.campaign == running
        assert all([plank.heading_kk, plank.heading_ru, plank.initiative_kk, plank.initiative_ru])
        assert bool(plank.done_kk) == bool(plank.done_ru)
        assert not compare(plank.initiative_kk, plank.initiative_ru).problems
        assert not compare(plank.done_kk, plank.done_ru).problems
    assert {plank.objective_id for plank in planks} == set(
        Objective.objects.filter(campaign=running).values_list("pk", flat=True)
    )


def test_the_platform_stands_in_its_second_edition_in_parity_and_prints(running):
    edition = Edition.objects.public().get(publication__slug=PLATFORM)
    assert edition.number == 2
    assert edition.sealed
    assert edition.plank_sections.count() == 12
    assert not ParityOverride.objects.exists()
    assert not compare(edition.body_kk, edition.body_ru).problems
    assert running.platform.prints


def test_texts_of_campaigns_are_complete_in_both_languages(demonstration):
    for campaign in Campaign.objects.all():
        for name in ("title", "summary", "information", "question"):
            kk, ru = (getattr(campaign, f"{name}_{code}") for code in ("kk", "ru"))
            assert bool(kk) == bool(ru)
            assert not compare(kk, ru).problems
        assert all(campaign.imprint.values())


def test_linked_publications_are_material_with_imprint_or_neutral_by_two_persons(demonstration):
    linked = Publication.objects.filter(campaigns__isnull=False).distinct()
    material, neutral = linked.filter(campaign_material=True), linked.filter(campaign_material=False)
    assert material.count() >= 8
    assert neutral.count() >= 5
    assert not any(publication.imprint_missing() for publication in material)
    for publication in neutral:
        decided = publication.neutrality_proposals.get(accepted=True)
        assert decided.proposed_by != decided.decided_by
        assert decided.reason


def test_only_what_is_made_up_has_results_confirmed_by_a_second_person(demonstration):
    results = Result.objects.all()
    assert {result.campaign.slug for result in results} == {"demo-by-election"}
    assert results.confirmed().count() == 2
    for result in results:
        assert result.entered_by != result.confirmed_by
        assert result.lines.filter(elected=True).count() == 1
        assert result.campaign.demonstration


def test_rules_of_the_running_campaign_can_be_edited(running):
    assert running.rule_set.demonstration
    assert not running.rule_set.is_history


def test_pages_answer_in_both_languages(demonstration, client):
    def answers(address):
        assert client.get(address).status_code == 200, address

    for language in ("kk", "ru"):
        answers(f"/{language}/campaigns/")
        answers(f"/{language}/campaigns/demo-elections/platform/")
        answers(f"/{language}/campaigns/demo-elections/platform/12/")
        answers(f"/{language}/campaigns/demo-by-election/results/")
        for campaign in Campaign.objects.all():
            answers(campaign.get_absolute_url(language))


def test_nomination_is_open_for_a_week_or_so(running):
    assert timedelta(days=6) <= nomination_closes_in(running) <= timedelta(days=10)


def test_on_the_same_day_the_clock_changes_nothing(demonstration):
    before = list(QuietPeriod.objects.values()), AuditEntry.objects.count()
    assert set_clock() == ("", "")
    assert (list(QuietPeriod.objects.values()), AuditEntry.objects.count()) == before


def test_after_a_stop_nomination_is_open_whatever_held_then(running, subtests):
    """Loaded so long ago that the vote is so many days from now: also amid its silence and its ban on polls."""
    for days in (-400, -30, -1, 0, 1, 4, 20):
        with subtests.test(days=days):
            QuietPeriod.objects.filter(campaign=running.slug).delete()
            call_and_vote(running, days - 59, days)
            campaigning.keep_quiet_periods(running)
            said, complaint = set_clock()
            assert "demo-elections" in said
            assert not complaint
            running.refresh_from_db()
            assert timedelta(days=6) <= nomination_closes_in(running) <= timedelta(days=10)
            assert not QuietPeriod.objects.active().exists()
            assert QuietPeriod.objects.filter(campaign=running.slug).count() == 2


def call_and_vote(campaign, called, voting):
    """Writes the two days, counted from today, past the door."""
    today = timezone.localdate()
    Campaign.objects.filter(pk=campaign.pk).update(
        called_on=today + timedelta(days=called), voting_on=today + timedelta(days=voting)
    )


def test_other_campaigns_keep_their_dates(running):
    others = Campaign.objects.exclude(pk=running.pk).values_list("slug", "called_on", "voting_on")
    before = list(others)
    call_and_vote(running, -20, 5)
    set_clock()
    assert list(others) == before


def test_under_a_later_version_of_its_rules_it_keeps_its_own_and_nomination_is_open(running):
    lawmaking.new_version(running.rule_set, None, timezone.localdate() - timedelta(days=15))
    call_and_vote(running, -70, -11)
    said, complaint = set_clock()
    assert "demo-elections" in said
    assert not complaint
    before, running = running.rule_set, Campaign.objects.get(pk=running.pk)
    assert running.rule_set == before
    assert timedelta(days=6) <= nomination_closes_in(running) <= timedelta(days=10)


def test_what_cannot_move_does_not_hinder_the_start(running):
    call_and_vote(running, -15, 44)
    running.bodies.clear()  # while its constituencies elect them
    periods = list(QuietPeriod.objects.order_by("pk").values())
    said, complaint = set_clock()
    assert not said
    assert "stays" in complaint
    running.refresh_from_db()
    assert running.voting_on == timezone.localdate() + timedelta(days=44)
    assert list(QuietPeriod.objects.order_by("pk").values()) == periods


def test_without_the_campaign_the_clock_has_nothing_to_do(db):
    assert set_clock() == ("", "")


def test_production_refuses_the_clock(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("set_demo_clock")
