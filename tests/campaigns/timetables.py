"""Campaigns with nothing but a timetable: the real one of 2023 (DOMAIN §4), under rules of their own."""

import datetime

from campaigns.enums import Anchor, CampaignKind, Step
from campaigns.models import Campaign, Deadline, RuleSet
from tests.appeals.texts import IMPRINT

# step: (anchor, days, hour) of the beginning, and of the end
RULES = {
    Step.NOMINATION: ((Anchor.CALLED, 1, "00:00"), (Anchor.VOTING, -39, "18:00")),
    Step.REGISTRATION: ((Anchor.CALLED, 1, "00:00"), (Anchor.VOTING, -29, "18:00")),
    Step.CAMPAIGNING: ((Anchor.VOTING, -29, "18:00"), (Anchor.VOTING, -1, "00:00")),
    Step.POLL_BAN: ((Anchor.VOTING, -5, "00:00"), (Anchor.VOTING, 1, "00:00")),
    Step.SILENCE: ((Anchor.VOTING, -1, "00:00"), (Anchor.VOTING, 1, "00:00")),
    Step.VOTING: ((Anchor.VOTING, 0, "07:00"), (Anchor.VOTING, 0, "20:00")),
    Step.RESULTS: ((Anchor.VOTING, 1, "00:00"), (Anchor.VOTING, 8, "00:00")),
}
ZONES = ["Asia/Almaty", "Asia/Oral"]  # in 2023 UTC+6 and UTC+5


def rule_set(rules=RULES, kind=CampaignKind.ELECTION, code="timetable", **fields):
    """A saved RuleSet with these deadlines."""
    texts = {"name_kk": "Ереже", "name_ru": "Правила", "law_kk": "Заң", "law_ru": "Закон"}
    made = RuleSet.objects.create(code=code, valid_from=datetime.date(2000, 1, 1), **texts | fields)
    for step, borders in rules.items():
        values = {}
        for side, (anchor, days, hour) in zip(("begins", "ends"), borders, strict=True):
            time = None if hour is None else datetime.time.fromisoformat(hour)
            values |= {f"{side}_anchor": anchor, f"{side}_days": days, f"{side}_time": time}
        Deadline.objects.create(rule_set=made, kind=kind, step=step, **values)
    return made


def campaign(rules=None, zones=ZONES, **fields):
    """A saved, announced Campaign: called on 19 January 2023, voting on 19 March 2023."""
    values = {
        "slug": "election",
        "title_kk": "Сайлау",
        "title_ru": "Выборы",
        "called_on": datetime.date(2023, 1, 19),
        "voting_on": datetime.date(2023, 3, 19),
        "announced_at": datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC),
        **IMPRINT,
    }
    rules = rules or RuleSet.objects.filter(code="timetable").first() or rule_set()
    return Campaign.objects.create(rule_set=rules, zones=zones, **values | fields)


def utc(text):
    """The aware moment of an ISO date-time in UTC."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)
