"""The door of campaigns: quiet periods that follow the clock, rules of the day, announcing, linked publications."""

import datetime

import pytest
from django.utils import timezone

from appeals import publishing
from campaigns import campaigning
from campaigns.enums import Step
from campaigns.models import CampaignDate, Objective, RuleSet
from federation.enums import Matter
from federation.models import AuditEntry, QuietPeriod
from federation.refusals import Refused
from tests.appeals.conftest import quiet_now
from tests.appeals.texts import IMPRINT, TEXTS
from tests.campaigns.conftest import ZONES, campaign, fresh

pytestmark = pytest.mark.usefixtures("english")
DAY = datetime.timedelta(days=1)


def today():
    return timezone.localdate()


def utc(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


def periods(campaign, matter=Matter.CAMPAIGN):
    """{zone: (begins, ends)} as they stand in the database."""
    rows = QuietPeriod.objects.filter(campaign=campaign.slug, matter=matter)
    return {row.zone: (row.begins_at, row.ends_at) for row in rows}


def silent_now(rules, **fields):
    """A campaign whose silence holds now: tomorrow is the voting day."""
    return campaign(rules, today() + DAY, slug="now", called_on=today() - 30 * DAY, **fields)


# Quiet periods


def test_silence_and_the_ban_on_polls_are_written_for_each_zone(election):
    assert periods(election) == {
        "Asia/Almaty": (utc("2023-03-17T18:00"), utc("2023-03-19T18:00")),
        "Asia/Oral": (utc("2023-03-17T19:00"), utc("2023-03-19T19:00")),
    }
    assert periods(election, Matter.POLLS) == {
        "Asia/Almaty": (utc("2023-03-13T18:00"), utc("2023-03-19T18:00")),
        "Asia/Oral": (utc("2023-03-13T19:00"), utc("2023-03-19T19:00")),
    }
    row = QuietPeriod.objects.filter(campaign="election").first()
    assert (row.name_kk, row.name_ru) == ("Үлгі сайлау", "Образцовые выборы")
    assert row.information_ru == "Участки открыты с 07:00 до 20:00."


def test_a_long_title_makes_a_shorter_name(rules_2026):
    made = campaign(rules_2026, today() + 90 * DAY, slug="long", title_kk="Ұ" * 300)
    assert QuietPeriod.objects.filter(campaign=made.slug).first().name_kk == "Ұ" * 200


def test_coming_periods_follow_the_dates(rules_2026):
    made = campaign(rules_2026, today() + 90 * DAY, slug="later", zones=ZONES)
    made.voting_on = today() + 97 * DAY
    made.zones = ["Asia/Almaty"]
    campaigning.save(made, None)
    ((zone, (begins, ends)),) = periods(made).items()
    assert zone == "Asia/Almaty"
    assert timezone.localtime(begins).date() == today() + 96 * DAY
    assert ends - begins == 2 * DAY


def test_a_ban_whose_date_is_open_binds_nobody(rules_2026):
    rules_2026.deadlines.filter(step=Step.POLL_BAN).update(begins_days=None, begins_time=None)
    made = campaign(rules_2026, today() + 90 * DAY, slug="open")
    assert periods(made, Matter.POLLS) == {}
    assert periods(made) != {}


def test_rules_without_a_silence_do_not_end_it(rules_2026):
    made = campaign(rules_2026, today() + 90 * DAY, slug="quiet")
    before = periods(made)
    rules_2026.deadlines.filter(step=Step.SILENCE).delete()
    campaigning.follow_rules(rules_2026)
    assert periods(made) == before != {}


def test_no_date_moves_silence_away_from_the_vote(rules_2026, headquarters):
    made = campaign(rules_2026, today() + 90 * DAY, slug="moved")
    elsewhere = CampaignDate(
        step=Step.SILENCE, begins_on=today() + 60 * DAY, begins_time=datetime.time(0),
        ends_on=today() + 62 * DAY, ends_time=datetime.time(0),
    )  # fmt: skip
    with pytest.raises(Refused, match="at least from 00:00 of the eve"):
        campaigning.save(made, headquarters, dates=[elsewhere])


def test_an_announced_campaign_says_nothing_new_in_a_silence(rules_2026, headquarters):
    made = campaign(rules_2026, today() + 90 * DAY, slug="announced")
    campaigning.announce(made, headquarters)
    quiet_now(campaign="another")
    made = fresh(made)
    made.summary_kk, made.summary_ru = "Бізге дауыс беріңіз!", "Голосуйте за нас!"
    with pytest.raises(Refused, match="nothing is announced or said anew"):
        campaigning.save(made, headquarters)
    with pytest.raises(Refused, match="nothing is announced or said anew"):
        campaigning.save(
            fresh(made), headquarters, objectives=[Objective(title_kk="Бізге!", title_ru="За нас!")]
        )


def test_a_referendum_elects_nobody(election, referendum):
    assert (election.objectives.count(), referendum.objectives.count()) == (5, 3)
    assert [objective.number for objective in referendum.objectives.all()] == [1, 2, 3]


def test_rules_of_a_demonstration_are_for_demonstrations(rules_2026, headquarters):
    rules_2026.demonstration = True
    rules_2026.save()
    with pytest.raises(Refused, match="Rules of a demonstration"):
        campaign(rules_2026, today() + 90 * DAY, slug="real")


def test_periods_entered_by_hand_are_not_taken_over(rules_2026):
    quiet_now(campaign="by-hand")
    with pytest.raises(Refused, match="entered by hand"):
        campaign(rules_2026, today() + 90 * DAY, slug="by-hand")


@pytest.mark.parametrize(
    "change",
    [
        lambda made: setattr(made, "voting_on", today() + 9 * DAY),
        lambda made: setattr(made, "voting_on", today()),
        lambda made: setattr(made, "zones", ["Asia/Oral"]),
    ],
)
def test_nobody_changes_a_silence_that_holds(rules_2026, headquarters, change):
    made = silent_now(rules_2026)
    before = periods(made)
    change(made)
    with pytest.raises(Refused, match=r"A quiet period holds until"):
        campaigning.save(made, headquarters)
    assert periods(made) == before
    assert fresh(made).voting_on == today() + DAY


def test_an_official_date_cannot_end_a_running_silence(rules_2026, headquarters):
    made = silent_now(rules_2026)
    early = CampaignDate(step=Step.SILENCE, ends_on=today(), ends_time=datetime.time(23, 59))
    with pytest.raises(Refused, match=r"A quiet period holds until|Silence lasts at least"):
        campaigning.save(made, headquarters, dates=[early])
    assert not made.dates.exists()


def test_a_change_of_the_rules_cannot_end_a_running_silence(rules_2026):
    made = silent_now(rules_2026)
    before = periods(made)
    rules_2026.deadlines.filter(step=Step.SILENCE).update(ends_days=0)
    with pytest.raises(Refused, match=r"A quiet period holds until|Silence lasts at least"):
        campaigning.follow_rules(rules_2026)
    assert periods(made) == before


def test_words_may_change_while_silence_holds(rules_2026, headquarters):
    made = silent_now(rules_2026)
    made.information_kk = "Учаскелер кешкі сегізге дейін ашық."
    made.information_ru = "Участки открыты до восьми вечера."
    campaigning.save(made, headquarters)
    assert QuietPeriod.objects.active().of(Matter.CAMPAIGN).get().information_kk == made.information_kk


def test_a_past_silence_stays_as_it_was(election):
    before = list(QuietPeriod.objects.order_by("pk").values())
    election.title_kk = "Басқа атау"
    campaigning.save(election, None)
    assert list(QuietPeriod.objects.order_by("pk").values()) == before


def test_dates_that_contradict_each_other_are_refused(rules_2026, headquarters):
    made = campaign(rules_2026, today() + 90 * DAY, slug="later")
    wrong = CampaignDate(step=Step.SILENCE, ends_on=today(), ends_time=datetime.time(0))
    with pytest.raises(Refused, match="the end is not after the beginning"):
        campaigning.save(made, headquarters, dates=[wrong])
    assert periods(made)


# What belongs together


def test_the_rules_of_its_day(rules_2023, rules_2026, headquarters):
    with pytest.raises(Refused, match="These rules hold only from"):
        campaign(rules_2026, datetime.date(2023, 3, 19), slug="early")
    later = RuleSet.objects.create(code="kz-2026", valid_from=today(), name_kk="Жаңа", name_ru="Новые")
    made = campaign(rules_2026, today() + 90 * DAY, slug="called", called_on=today() - DAY)
    with pytest.raises(Refused, match="another version of these rules holds"):
        campaign(rules_2026, today() + 90 * DAY, slug="not-called")
    made.called_on = None
    with pytest.raises(Refused, match="another version of these rules holds"):
        campaigning.save(made, headquarters)
    # A version that comes later does not disturb a campaign that has its own.
    made = fresh(made)
    later.valid_from = made.called_on
    later.save()
    made.title_kk = "Түзетілген атау"
    assert campaigning.save(made, headquarters).rule_set == rules_2026


def test_bodies_are_those_of_the_rules(election, kurultai, majilis, headquarters):
    with pytest.raises(Refused, match="another rule set"):
        campaigning.save(election, headquarters, bodies=[kurultai])
    election.constituencies.create(body=majilis, number="1", name_kk="Бір", name_ru="Один")
    with pytest.raises(Refused, match="has constituencies"):
        campaigning.save(election, headquarters, bodies=[])
    assert election.bodies.count() == 2


def test_the_address_stays(election, headquarters):
    election.slug = "other"
    with pytest.raises(Refused, match="does not change"):
        campaigning.save(election, headquarters)


def test_a_new_campaign_has_the_federations_objectives(election):
    assert [objective.number for objective in election.objectives.all()] == [1, 2, 3, 4, 5]


def test_objectives_change_places(election, headquarters):
    first, second, *others = election.objectives.all()
    new = Objective(title_kk="Жаңа", title_ru="Новая")
    campaigning.save(election, headquarters, objectives=[second, new, first])
    rows = [(one.number, one.pk) for one in election.objectives.all()]
    assert rows == [(1, second.pk), (2, new.pk), (3, first.pk)]
    assert not Objective.objects.filter(pk__in=[one.pk for one in others]).exists()


def test_the_audit_log_tells_what_changed(election, headquarters):
    election.title_ru = "Другое название"
    campaigning.save(election, headquarters, bodies=list(election.bodies.all())[:1])
    entry = AuditEntry.objects.get(action="campaign.change")
    assert entry.actor == headquarters
    assert entry.details["title_ru"] == ["Образцовые выборы", "Другое название"]
    assert set(entry.details) == {"title_ru", "bodies"}


# Announcing


def test_announcing_and_retracting(election, headquarters):
    campaigning.announce(election, headquarters)
    assert fresh(election).announced_at
    with pytest.raises(Refused, match="announced already"):
        campaigning.announce(election, headquarters)
    campaigning.retract(election, headquarters)
    assert fresh(election).announced_at is None
    with pytest.raises(Refused, match="not announced"):
        campaigning.retract(election, headquarters)


def test_nothing_is_announced_in_a_silence_of_any_campaign(election, headquarters):
    campaigning.announce(election, None)
    quiet_now(campaign="another")
    campaigning.retract(election, headquarters)
    with pytest.raises(Refused, match="nothing is announced or said anew before") as refusal:
        campaigning.announce(election, headquarters)
    assert "День тишины" in str(refusal.value) or "Тыныштық күні" in str(refusal.value)


def test_a_ban_on_polls_hinders_no_announcement(election, headquarters):
    quiet_now(campaign="another", matter=Matter.POLLS)
    assert campaigning.announce(election, headquarters).announced_at


@pytest.mark.parametrize("name", ["editor", "branch", "regional_headquarters", "data_protection"])
def test_others_do_not_lead(name, election, request):
    person = request.getfixturevalue(name)
    for act in (campaigning.save, campaigning.announce, campaigning.retract):
        with pytest.raises(Refused, match="Your role does not allow this"):
            act(election, person)


# Linked publications


def test_a_linked_item_is_campaign_material_with_the_imprint(election, draft, headquarters):
    publishing.save_text(draft, None, version=draft.version, imprint_funds_ru="Свой источник")
    first = campaigning.link(election, draft, headquarters)
    linked = fresh(draft)
    assert linked.campaign_material
    assert linked.imprint_producer_kk == IMPRINT["imprint_producer_kk"]
    assert linked.imprint_funds_ru == "Свой источник"
    assert campaigning.link(election, draft, headquarters) == first
    assert AuditEntry.objects.filter(action="campaign.link").count() == 1


def test_a_published_item_is_not_linked_without_an_imprint(without_imprint, published, headquarters):
    with pytest.raises(Refused):
        campaigning.link(without_imprint, published, headquarters)
    assert not without_imprint.links.exists()
    assert not fresh(published).campaign_material


def test_without_its_imprint_a_campaign_is_not_announced(election, headquarters):
    election.imprint_funds_ru = ""
    campaigning.save(election, headquarters)
    with pytest.raises(Refused):
        campaigning.announce(election, headquarters)
    election.imprint_funds_ru = IMPRINT["imprint_funds_ru"]
    campaigning.save(election, headquarters)
    announced = campaigning.announce(election, headquarters)
    announced.imprint_orderer_kk = ""
    with pytest.raises(Refused):
        campaigning.save(announced, headquarters)


def test_the_platform_of_an_announced_campaign_stays(election, draft, editor, headquarters):
    texts = {**TEXTS, "title_kk": "Екінші", "title_ru": "Вторая"}
    platforms = [publishing.create(editor, kind="platform", **said) for said in (TEXTS, texts)]
    election.platform = platforms[0]
    campaigning.save(election, headquarters)
    campaigning.announce(election, headquarters)
    changed = fresh(election)
    changed.platform = platforms[1]
    with pytest.raises(Refused):
        campaigning.save(changed, headquarters)
    assert fresh(election).platform == platforms[0]


def test_unlinking_leaves_the_mark(election, draft, editor):
    campaigning.unlink(campaigning.link(election, draft, editor), editor)
    assert not election.links.exists()
    assert fresh(draft).campaign_material


def test_branches_link_nothing(election, draft, branch):
    with pytest.raises(Refused, match="Your role"):
        campaigning.link(election, draft, branch)


def test_the_platform_belongs_to_its_campaign(election, headquarters, editor):
    platform = publishing.create(editor, kind="platform", title_kk="Тұғырнама", title_ru="Платформа")
    election.platform = platform
    campaigning.save(election, headquarters)
    assert election.links.get().publication == platform
    assert fresh(platform).campaign_material
