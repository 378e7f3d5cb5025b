"""What a vote was stays: nobody moves its day or changes its rules afterwards; and no text stands in one language."""

import datetime

import pytest
from django.utils import timezone

from campaigns import campaigning
from campaigns.clock import Clock
from campaigns.enums import CampaignKind, Step
from campaigns.models import Campaign, CampaignDate, Objective, Plank
from federation.models import AuditEntry
from federation.refusals import Refused
from tests.campaigns import votes
from tests.campaigns.conftest import campaign, fresh
from tests.campaigns.platforms import HOUSING, SAFETY, YOUTH, platform, reworded, stand_on

pytestmark = pytest.mark.usefixtures("english")
DAY = datetime.timedelta(days=1)
CHANGES = [
    {"kind": CampaignKind.REFERENDUM, "question_kk": "Сұрақ", "question_ru": "Вопрос"},
    {"called_on": datetime.date(2023, 1, 18)},
    {"called_on": None},
    {"voting_on": datetime.date(2023, 3, 26)},
    {"voting_on": datetime.date(2090, 3, 26)},
    {"demonstration": True},
]


def changed(row, values):
    for name, value in values.items():
        setattr(row, name, value)
    return row


# After the vote


@pytest.mark.parametrize("values", CHANGES)
def test_a_vote_that_is_over_stays_what_it_was(values, election, headquarters):
    before = Campaign.objects.values().get(pk=election.pk)
    with pytest.raises(Refused, match="The vote is over"):
        campaigning.save(changed(election, values), headquarters)
    assert Campaign.objects.values().get(pk=election.pk) == before


def test_its_rules_stay(election, rules_2026, headquarters):
    with pytest.raises(Refused, match="The vote is over"):
        campaigning.save(changed(election, {"rule_set": rules_2026}), headquarters)
    assert fresh(election).rule_set_id != rules_2026.pk


def test_its_words_are_mended(election, headquarters):
    campaigning.save(changed(election, {"title_kk": "Түзетілді"}), headquarters)
    assert fresh(election).title_kk == "Түзетілді"


def test_a_made_up_vote_moves_until_it_has_results(rules_2026, headquarters):
    today = timezone.localdate()
    made = campaign(rules_2026, today - 20 * DAY, slug="made-up", demonstration=True)
    campaigning.save(changed(made, {"voting_on": today + 60 * DAY}), headquarters)
    assert fresh(made).voting_on == today + 60 * DAY


def test_results_hold_a_made_up_vote(vote, headquarters):
    votes.entered(vote, headquarters)
    Campaign.objects.filter(pk=vote.pk).update(demonstration=True)
    with pytest.raises(Refused, match="The vote is over"):
        campaigning.save(changed(fresh(vote), {"voting_on": timezone.localdate() + 60 * DAY}), headquarters)


# A silence that would begin at once


def test_a_silence_that_would_begin_at_once_is_confirmed(rules_2026, headquarters):
    made = campaign(rules_2026, timezone.localdate() + 90 * DAY, slug="later")
    changed(made, {"voting_on": timezone.localdate() + DAY})
    with pytest.raises(campaigning.BeginsSilence, match="silence would hold from this moment"):
        campaigning.save(made, headquarters)
    assert fresh(made).voting_on != made.voting_on
    campaigning.save(made, headquarters, silence_now=True)
    assert fresh(made).voting_on == made.voting_on
    # It holds now: words change without asking again.
    campaigning.save(changed(made, {"title_kk": "Түзетілді"}), headquarters)


def test_a_saved_campaign_shows_its_new_dates(election, headquarters):
    assert not Clock(election).period(Step.REGISTRATION).official
    date = CampaignDate(
        step=Step.REGISTRATION, ends_on=datetime.date(2023, 2, 20), ends_time=datetime.time(18)
    )
    campaigning.save(election, headquarters, dates=[date])
    assert Clock(election).period(Step.REGISTRATION).official


# Both languages


@pytest.mark.parametrize("code", ["kk", "ru"])
@pytest.mark.parametrize("name", ["summary", "information", "question"])
def test_a_campaign_speaks_both_languages(name, code, referendum, headquarters):
    changed(referendum, {f"{name}_kk": "", f"{name}_ru": "", f"{name}_{code}": "Мәтін"})
    with pytest.raises(Refused, match="both languages"):
        campaigning.save(referendum, headquarters)


@pytest.mark.parametrize(
    "values", [{"text_kk": "Мәтін"}, {"text_ru": "Текст"}, {"title_ru": ""}, {"title_ru": " "}]
)
def test_an_objective_speaks_both_languages(values, election, headquarters):
    one = changed(Objective(title_kk="Жаңа", title_ru="Новая"), values)
    with pytest.raises(Refused):
        campaigning.save(election, headquarters, objectives=[one])
    assert election.objectives.count() == 5


@pytest.mark.parametrize("name", ["source_kk", "source_ru"])
def test_a_date_names_its_decision_in_both_languages(name, election, headquarters):
    date = CampaignDate(
        step=Step.REGISTRATION, ends_on=datetime.date(2023, 2, 20), ends_time=datetime.time(18)
    )
    with pytest.raises(Refused, match="both languages"):
        campaigning.save(election, headquarters, dates=[changed(date, {name: "ОСК"})])


@pytest.mark.parametrize("name", ["initiative_kk", "initiative_ru", "done_kk", "done_ru"])
def test_a_plank_speaks_both_languages(name, editor, publisher, headquarters):
    plank = platform(editor, publisher).planks.first()
    with pytest.raises(Refused, match="both languages"):
        campaigning.write_plank(changed(plank, {name: "Мәтін"}), headquarters)


# Planks


def test_writing_a_plank_leaves_its_heading_to_the_platform(election, editor, publisher, headquarters):
    text = platform(editor, publisher)
    opened = text.planks.get(number=2)
    safer = ("Еңбекті қорғау", "Охрана труда", *SAFETY[2:])
    reworded(text, editor, publisher, HOUSING, safer, YOUTH)
    stand_on(election, text)
    objective = election.objectives.first()
    changed(opened, {"objective": objective, "done_kk": "Сайланды.", "done_ru": "Избраны."})
    written = campaigning.write_plank(opened, headquarters)
    assert (written.heading_kk, written.done_ru) == ("Еңбекті қорғау", "Избраны.")
    assert fresh(written).heading_ru == "Охрана труда"
    entry = AuditEntry.objects.get(action="plank.change")
    assert entry.details == {
        "objective_id": [None, objective.pk],
        "done_kk": ["", "Сайланды."],
        "done_ru": ["", "Избраны."],
    }


def test_an_edition_leaves_what_was_written_of_a_plank(editor, publisher, headquarters, monkeypatch):
    """Written while the edition is being published: the heading follows, the rest stays."""
    text = platform(editor, publisher)
    saved = Plank.save

    def meanwhile(plank, *args, **kwargs):
        Plank.objects.filter(pk=plank.pk).update(done_kk="Сайланды.", done_ru="Избраны.")
        saved(plank, *args, **kwargs)

    monkeypatch.setattr(Plank, "save", meanwhile)
    reworded(text, editor, publisher, SAFETY, HOUSING)
    assert text.planks.get(number=2).done_ru == "Избраны."
