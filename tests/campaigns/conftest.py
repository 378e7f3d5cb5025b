"""Campaigns for tests: rule sets from their files, campaigns through the door."""

import datetime

import pytest
from django.utils import translation

from campaigns import campaigning
from campaigns.enums import CampaignKind
from campaigns.models import Campaign
from federation.enums import Role
from tests.appeals.conftest import approved, draft, in_review, published
from tests.appeals.texts import IMPRINT
from tests.campaigns import rules, votes
from tests.campaigns.surfaces import in_office, materials, polls, standing, storage, waiting, waiting_poll
from tests.cast import person
from tests.kept import kept

# A publication on its way to the public, as the tests of publications have it.
__all__ = ["approved", "draft", "in_review", "published"]
# What the walks along every surface look for.
__all__ += ["in_office", "materials", "polls", "standing", "storage", "waiting", "waiting_poll"]

# Until March 2024 the two showed different hours: 18:00 came to Almaty an hour before it came to Oral.
ZONES = ["Asia/Almaty", "Asia/Oral"]


@pytest.fixture
def english():
    """Messages as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def rules_2023(db):
    return rules.standard("kz-2023")


@pytest.fixture
def rules_2026(db):
    return rules.standard("kz-2026")


@pytest.fixture
def majilis(rules_2023):
    return rules_2023.bodies.get(code="majilis")


@pytest.fixture
def kurultai(rules_2026):
    return rules_2026.bodies.get(code="kurultai")


def campaign(rule_set, voting_on, *, bodies=None, dates=None, **fields):
    """A saved Campaign, made by the portal itself; not announced. fields: those of the model."""
    defaults = {
        "title_kk": "Үлгі сайлау",
        "title_ru": "Образцовые выборы",
        "zones": ["Asia/Almaty"],
        **IMPRINT,
    }
    made = Campaign(rule_set=rule_set, voting_on=voting_on, **(defaults | fields))
    return campaigning.save(made, None, bodies=bodies, dates=dates, silence_now=True)


@pytest.fixture
def election(rules_2023, majilis):
    """A look-alike of the election of 2023, in two zones; not announced."""
    return kept(
        "election",
        lambda: campaign(
            rules_2023,
            datetime.date(2023, 3, 19),
            slug="election",
            called_on=datetime.date(2023, 1, 19),
            zones=ZONES,
            bodies=[majilis, rules_2023.bodies.get(code="maslikhat-region")],
            information_kk="Учаскелер 07:00-ден 20:00-ге дейін ашық.",
            information_ru="Участки открыты с 07:00 до 20:00.",
        ),
    )


@pytest.fixture
def referendum(rules_2026):
    """A look-alike of the referendum of March 2026, in one zone; not announced."""
    return kept(
        "referendum",
        lambda: campaign(
            rules_2026,
            datetime.date(2026, 3, 15),
            slug="referendum",
            kind=CampaignKind.REFERENDUM,
            title_kk="Үлгі референдум",
            title_ru="Образцовый референдум",
            question_kk="Жаңа редакцияны қабылдайсыз ба?",
            question_ru="Принимаете ли вы новую редакцию?",
        ),
    )


@pytest.fixture
def without_imprint(referendum):
    """The referendum, its imprint not known yet."""
    for name in IMPRINT:
        setattr(referendum, name, "")
    return campaigning.save(referendum, None)


@pytest.fixture
def announced(election):
    """The election, its pages open to readers."""
    return campaigning.announce(election, None)


def fresh(row):
    """The row as it stands in the database, without anything cached on the instance."""
    return type(row)._default_manager.get(pk=row.pk)


@pytest.fixture
def second(db):
    """A second person of the headquarters, who confirms what the first one entered."""
    return person("second-headquarters", Role.HEADQUARTERS, language="ru")


@pytest.fixture
def vote(db):
    """An announced referendum whose vote is over; its counts: `tests.campaigns.votes`."""
    return kept("votes.referendum", votes.referendum)


@pytest.fixture
def coming(rules_2026, kurultai):
    """An election that is still to come."""
    return campaign(
        rules_2026,
        datetime.date(2090, 3, 19),
        slug="coming",
        called_on=datetime.date(2090, 1, 19),
        bodies=[kurultai],
    )
