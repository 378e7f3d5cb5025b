"""Whoever held the meeting × who: the doors, the queries and the page of a promise say the same to everybody."""

import pytest
from django.db import transaction

from campaigns.enums import MeetingState, Tier
from campaigns.meetings import promises, promising
from campaigns.meetings.access import decides_on_promises, with_promises_to_decide
from campaigns.models import Commitment, Meeting
from federation.models import District
from federation.refusals import Refused
from tests.campaigns.headquarters import work
from tests.campaigns.meetings.promises.promised import NOTE
from tests.cast import client_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

STAFF = {"editor", "publisher", "headquarters", "colleague", "both", "administrator"}
# Who held the meeting: who releases its promises and confirms reports on them, apart from the staff.
TABLE = {
    "regional": {"regional"},
    "district": {"regional"},
    "point": {"branch", "regional"},
    "branch": {"branch", "regional"},
    "primary": {"branch", "regional"},
    "republican": set(),
    "nobody": set(),
}


@pytest.fixture
def w(db):
    """The world of tasks, with a district headquarters in its first region."""
    made = work.world()
    region = made.mine.region
    named = District.objects.create(region=region, name_kk="Үлгі ауданы", name_ru="Улгинский район")
    where = {"region": region, "district": named}
    made.mine.district = work.headquarters(made.campaign, Tier.DISTRICT, made.mine.regional, **where)
    return made


def held_by(w, who):
    mine = w.mine
    hosts = {
        "regional": {"headquarters": mine.regional},
        "district": {"headquarters": mine.district},
        "point": {"headquarters": mine.point},
        "branch": {"organisation": mine.branch},
        "primary": {"organisation": mine.primary},
        "republican": {"headquarters": w.republican},
        "nobody": {},
    }
    return work.meeting(w, MeetingState.CLOSED, **({"organisation": None, "headquarters": None} | hosts[who]))


def tried(act):
    """Whether the door opened; what it did is undone."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except Refused:
        return False
    return True


@pytest.mark.parametrize("host", TABLE)
def test_who_releases_and_confirms(w, host):
    meeting = held_by(w, host)
    said = {"text_kk": "Душ", "text_ru": "Душ", "due_on": w.today, "headquarters": w.republican}
    made = Commitment.objects.create(meeting=meeting, made_by=w.member, **said)
    wrong = []
    for name, user in w.actors.items():
        may = name in STAFF | TABLE[host]
        doors = {
            "publish": tried(lambda user=user: promising.publish(made, user)),
            "predicate": promising.releases(user, made),
            "query": made in promises.waiting(user)[0],
            "meetings": meeting in with_promises_to_decide(user),
        }
        if name not in ("member", "officer"):
            page = client_of(user).get(f"/ru/cabinet/promises/{made.pk}/")
            doors["page"] = page.status_code == 200 and "/publish/" in page.content.decode()
        wrong += [(name, door) for door, opens in doors.items() if opens != may]
    promising.publish(made, w.colleague)
    report = promising.report(made, w.editor, state="kept", **NOTE)
    for name, user in w.actors.items():
        may = name in STAFF | TABLE[host]
        doors = {
            "confirm": tried(lambda user=user: promising.confirm(report, user)),
            "query": report in promises.waiting(user)[1],
        }
        wrong += [(name, door) for door, opens in doors.items() if opens != (may and name != "editor")]
    assert wrong == []


def test_the_query_of_meetings_says_the_same_as_the_predicate(w):
    for host in TABLE:
        held_by(w, host)
    for name, user in w.actors.items():
        found = {meeting.pk for meeting in Meeting.objects.all() if decides_on_promises(user, meeting)}
        assert (name, found) == (name, set(with_promises_to_decide(user).values_list("pk", flat=True)))


def test_whoever_leads_the_region_and_entered_it_does_not_release_it(w):
    meeting = held_by(w, "point")
    said = {"text_kk": "Душ", "text_ru": "Душ", "due_on": w.today, "headquarters": w.mine.regional}
    made = Commitment.objects.create(meeting=meeting, made_by=w.regional, **said)
    assert not tried(lambda: promising.publish(made, w.regional))
    assert made not in promises.waiting(w.regional)[0]
