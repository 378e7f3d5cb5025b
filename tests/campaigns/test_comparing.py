"""What counts as a change of a campaign: every field of it, of its dates and of its objectives."""

import datetime

import pytest

from campaigns import campaigning, constituencies
from campaigns.comparing import fingerprint
from campaigns.enums import Step
from campaigns.models import CampaignDate, Constituency
from campaigns.models.campaigns import IMPRINT
from federation.models import AuditEntry
from tests.campaigns.conftest import fresh

pytestmark = pytest.mark.django_db
OTHERWISE = {
    "step": Step.VOTING,
    "begins_on": datetime.date(2023, 1, 25),
    "begins_time": datetime.time(9),
    "ends_on": datetime.date(2023, 2, 21),
    "ends_time": datetime.time(20),
    "number": 77,
}


@pytest.fixture
def dated(election):
    date = CampaignDate(
        step=Step.REGISTRATION,
        begins_on=datetime.date(2023, 1, 21),
        begins_time=datetime.time(0),
        ends_on=datetime.date(2023, 2, 20),
        ends_time=datetime.time(18),
        source_kk="ОСК қаулысы",
        source_ru="Постановление ЦИК",
    )
    return campaigning.save(election, None, dates=[date])


@pytest.mark.parametrize(
    "name", ["step", "begins_on", "begins_time", "ends_on", "ends_time", "source_kk", "source_ru"]
)
def test_every_field_of_a_date_counts(name, dated):
    before = fingerprint(dated)
    dated.dates.update(**{name: OTHERWISE.get(name, "Басқа")})
    assert fingerprint(dated) != before


@pytest.mark.parametrize("name", ["number", "title_kk", "title_ru", "text_kk", "text_ru"])
def test_every_field_of_an_objective_counts(name, election):
    before = fingerprint(election)
    objective = election.objectives.first()
    type(objective).objects.filter(pk=objective.pk).update(**{name: OTHERWISE.get(name, "Басқа")})
    assert fingerprint(election) != before


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(
            (f"{name}_{code}", "Басқа")
            for name in ("title", "summary", "question", "information", *IMPRINT, "imprint_place")
            for code in ("kk", "ru")
        ),
        ("kind", "referendum"),
        ("slug", "other"),
        ("called_on", None),
        ("voting_on", datetime.date(2023, 3, 26)),
        ("zones", ["Asia/Oral"]),
        ("demonstration", True),
        ("circulation", 500),
    ],
)
def test_every_field_of_a_campaign_counts(name, value, election):
    before = fingerprint(election)
    type(election).objects.filter(pk=election.pk).update(**{name: value})
    assert fingerprint(election) != before


def test_announcing_is_no_change_of_what_it_says(election):
    before = fingerprint(election)
    campaigning.announce(election, None)
    assert fingerprint(election) == before


def test_the_audit_log_tells_what_changed_in_both_languages(election, headquarters):
    opened = fingerprint(election)
    objectives = list(election.objectives.all())
    objectives[0].title_ru = "Другая задача"
    campaigning.save(election, headquarters, objectives=objectives, opened=opened)
    entry = AuditEntry.objects.get(action="campaign.change")
    assert set(entry.details) == {"objectives"}
    assert entry.details["objectives"][1][0]["title_ru"] == "Другая задача"
    with pytest.raises(campaigning.Overtaken):
        campaigning.save(fresh(election), headquarters, opened=opened)


def test_the_audit_log_tells_what_changed_in_a_constituency(election, majilis, headquarters):
    made = Constituency(campaign=election, body=majilis, number="1", name_kk="Бір", name_ru="Один")
    constituencies.save(made, headquarters)
    assert AuditEntry.objects.get(action="constituency.create").details == {}
    made.name_ru, made.voters = "Первый", 1000
    constituencies.save(made, headquarters)
    details = AuditEntry.objects.get(action="constituency.change").details
    assert details == {"name_ru": ["Один", "Первый"], "voters": [None, 1000]}
