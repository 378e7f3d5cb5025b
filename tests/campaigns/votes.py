"""Votes that are over, and counts of them, for the tests of results."""

import datetime

from campaigns import campaigning, counting
from campaigns.enums import Anchor, CampaignKind, Outcome, Step, System
from campaigns.models import (
    Body,
    Campaign,
    Constituency,
    Deadline,
    ElectoralSystem,
    Result,
    ResultLine,
    RuleSet,
)
from tests.appeals.texts import IMPRINT

VOTING_DAY = datetime.date(2023, 3, 19)
# 20:00 in Aqtobe, where the hour was UTC+5 in 2023 (in Almaty UTC+6): the last people vote until then.
OVER = datetime.datetime(2023, 3, 19, 15, 0, tzinfo=datetime.UTC)
LATER = OVER + datetime.timedelta(days=2)
SCAN = b"%PDF-1.4 look-alike of a protocol"


def rule_set():
    rules = RuleSet.objects.create(
        code="look-alike", valid_from="2020-01-01", name_kk="Ереже", name_ru="Правила",
        law_kk="Заң", law_ru="Закон",
    )  # fmt: skip
    for kind in CampaignKind:
        Deadline.objects.create(
            rule_set=rules, kind=kind, step=Step.VOTING, begins_anchor=Anchor.VOTING, begins_days=0,
            begins_time="07:00", ends_anchor=Anchor.VOTING, ends_days=0, ends_time="20:00",
        )  # fmt: skip
    return rules


def referendum(**fields):
    """An announced referendum of 19 March 2023."""
    campaign = Campaign(
        kind=CampaignKind.REFERENDUM, slug="look-alike-referendum", rule_set=rule_set(),
        title_kk="Референдум туралы", title_ru="О референдуме", voting_on=VOTING_DAY,
        question_kk="Жобаны қолдайсыз ба?", question_ru="Поддерживаете ли вы проект?",
        **IMPRINT | fields,
    )  # fmt: skip
    return campaigning.announce(campaigning.save(campaign, None), None)


def election(constituencies=2, zones=("Asia/Almaty", "Asia/Aqtobe")):
    """An announced election of 19 March 2023: a body with lists and constituencies, and one without lists."""
    rules = rule_set()
    house = Body.objects.create(
        rule_set=rules, code="house", name_kk="Палата", name_ru="Палата депутатов", level="national", seats=98,
    )  # fmt: skip
    council = Body.objects.create(
        rule_set=rules, code="council", name_kk="Кеңес", name_ru="Совет", level="district", order=1
    )
    ElectoralSystem.objects.create(body=house, system=System.PARTY_LIST, seats=69)
    ElectoralSystem.objects.create(body=house, system=System.SINGLE_MANDATE, seats=29)
    ElectoralSystem.objects.create(body=council, system=System.SINGLE_MANDATE)
    campaign = Campaign(
        slug="look-alike-election", rule_set=rules, title_kk="Сайлау туралы", title_ru="О выборах",
        voting_on=VOTING_DAY, zones=list(zones), **IMPRINT,
    )  # fmt: skip
    campaign = campaigning.announce(campaigning.save(campaign, None, bodies=[house, council]), None)
    for number in range(1, constituencies + 1):
        Constituency.objects.create(
            campaign=campaign, body=house, number=str(number), name_kk=f"Округ {number} кк", name_ru=f"Округ {number}",
        )  # fmt: skip
    return campaign


def line(kk, ru, votes, **fields):
    return ResultLine(label_kk=kk, label_ru=ru, votes=votes, **fields)


def answers(yes=700, no=200):
    return [line("Иә", "Да", yes), line("Жоқ", "Нет", no)]


def numbers(campaign, **fields):
    """An unsaved Result; of an election it is the whole of the first body."""
    given = {
        "voters": 2000, "voted": 1000, "invalid": 50, "source_kk": "Хаттама № 1", "source_ru": "Протокол № 1",
        "source_url": "https://commission.example/1",
    }  # fmt: skip
    if campaign.kind == CampaignKind.REFERENDUM:
        given["outcome"] = Outcome.ADOPTED
    else:
        given["body"] = campaign.bodies.first()
    return Result(campaign=campaign, **(given | fields))


def entered(campaign, by, lines=None, now=LATER, **fields):
    """A count that waits, through the door."""
    return counting.enter(numbers(campaign, **fields), lines or answers(), by, now=now)


def confirmed(campaign, by, second, lines=None, now=LATER, **fields):
    """A count that readers see, through the door."""
    return counting.confirm(entered(campaign, by, lines, now, **fields), second, now=now)
