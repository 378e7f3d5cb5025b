"""A campaign and the rules it runs under change at the same moment: its silence follows both."""

import datetime
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from campaigns import campaigning, lawmaking
from campaigns.enums import Step
from campaigns.models import Campaign
from federation.enums import Matter
from federation.models import QuietPeriod
from tests.campaigns.at_once import together
from tests.campaigns.conftest import campaign

DAY = datetime.timedelta(days=1)


def somebody_waits():
    """Whether a connection waits for a lock of another one, within two seconds."""
    until = timezone.now() + datetime.timedelta(seconds=2)
    with connection.cursor() as cursor:
        while timezone.now() < until:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
            if cursor.fetchone()[0]:
                return True
    return False


@pytest.mark.django_db(transaction=True)
def test_the_dates_and_the_rules_change_at_once(rules_2026, headquarters):
    voting_on = timezone.localdate() + 90 * DAY
    made = campaign(rules_2026, voting_on, slug="later")
    moved = threading.Event()

    def move():
        with transaction.atomic():
            found = Campaign.objects.get(pk=made.pk)
            found.voting_on = voting_on + 7 * DAY
            campaigning.save(found, headquarters)
            moved.set()
            return somebody_waits()

    def change_the_rules():
        moved.wait()
        longer = rules_2026.deadlines.filter(kind=made.kind, step=Step.SILENCE)
        lawmaking.change(rules_2026, headquarters, lambda: longer.update(begins_days=-2))

    waited, _ = together(move, change_the_rules)
    assert waited is True
    silence = QuietPeriod.objects.of(Matter.CAMPAIGN).get(campaign="later")
    assert timezone.localtime(silence.begins_at).date() == voting_on + 5 * DAY
    assert timezone.localtime(silence.ends_at).date() == voting_on + 8 * DAY


@pytest.mark.django_db(transaction=True)
def test_the_silence_of_one_campaign_is_written_twice_at_once(rules_2026):
    made = campaign(rules_2026, timezone.localdate() + 90 * DAY, slug="later")
    QuietPeriod.objects.all().delete()

    def keep():
        with transaction.atomic():
            campaigning.keep_quiet_periods(made)

    assert together(keep, keep) == [None, None]
    assert QuietPeriod.objects.of(Matter.CAMPAIGN).filter(campaign="later").count() == 1
