"""What readers see at each moment of quiet periods that overlap, touch and leave gaps (DOMAIN §4, silence)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from appeals import publishing
from appeals.models import Edition, Publication
from federation.enums import Matter
from federation.models import QuietPeriod
from tests.appeals.conftest import fresh, quiet
from tests.appeals.texts import MATERIAL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NIGHT = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=3)
SECOND = timedelta(seconds=1)
MARKS = [(MATERIAL, Matter.CAMPAIGN), ({"opinion_poll": True}, Matter.POLLS)]


def hour(number):
    return NIGHT + timedelta(hours=number)


def minutes():
    """Minutes since the first silence begins: each around the borders, else every half an hour."""
    borders = (0, 60, 24 * 60, 25 * 60)
    near = {border + away for border in borders for away in range(-3, 4)}
    return sorted(near | set(range(-30, 27 * 60, 30)))


def seen(at):
    """Which of the surfaces show the one item at `at`: its address, the promoted lists."""
    public = Edition.objects.public(at).exists()
    assert Publication.objects.public(at).exists() == public
    return public, Edition.objects.promoted(at).exists()


@pytest.fixture(params=MARKS, ids=["campaign", "polls"])
def zones(request, approved, editor):
    """An approved item under a mark, and silence in two zones: 0 to 24 hours and, an hour later, 1 to 25."""
    mark, matter = request.param
    publishing.save_text(approved, editor, version=approved.version, **mark)
    quiet(hour(0), 24, matter=matter, zone="Asia/Almaty")
    quiet(hour(1), 24, matter=matter, zone="Asia/Aqtau")
    return fresh(approved)


def test_what_was_there_before_keeps_its_address_and_leaves_the_lists(zones, publisher):
    publishing.publish(zones, publisher, public_from=hour(-1))
    assert seen(hour(-1) - SECOND) == (False, False)
    for minute in minutes():
        at = NIGHT + timedelta(minutes=minute)
        assert seen(at) == (True, not 0 <= minute < 25 * 60), minute
    for border, before, after in ((hour(0), True, False), (hour(25), False, True)):
        assert seen(border - timedelta(microseconds=1)) == (True, before)
        assert seen(border) == (True, after)


@pytest.mark.parametrize("due", [0, 0.5, 1, 12, 24, 24.5])
def test_what_falls_into_it_waits_for_the_end_of_the_last_zone(zones, publisher, due):
    """Scheduled first, the periods entered later. At 24 the first zone votes no more and the second still does."""
    periods = list(QuietPeriod.objects.all())
    QuietPeriod.objects.all().delete()
    publishing.publish(zones, publisher, public_from=hour(due))
    QuietPeriod.objects.bulk_create(periods)
    for minute in (minute for minute in minutes() if minute >= due * 60):
        at = NIGHT + timedelta(minutes=minute)
        shown = minute >= 25 * 60
        assert seen(at) == (shown, shown), minute
    assert seen(hour(25) - timedelta(microseconds=1)) == (False, False)
    assert seen(hour(25)) == (True, True)


def test_a_gap_between_two_silences_lets_it_out(approved, editor, publisher):
    publishing.save_text(approved, editor, version=approved.version, **MATERIAL)
    publishing.publish(fresh(approved), publisher, public_from=hour(1))
    quiet(hour(0), 2)
    quiet(hour(3), 2)
    said = [(number, *seen(hour(number))) for number in (1, 2, 3, 5)]
    assert said == [(1, False, False), (2, True, True), (3, True, False), (5, True, True)]


def test_silences_that_touch_are_one(approved, editor, publisher):
    publishing.save_text(approved, editor, version=approved.version, **MATERIAL)
    publishing.publish(fresh(approved), publisher, public_from=hour(1))
    quiet(hour(0), 2, campaign="first")
    quiet(hour(2), 2, campaign="second")
    assert [seen(hour(number))[0] for number in (1, 2, 3, 4)] == [False, False, False, True]


def test_a_silence_within_another_does_not_end_it(approved, editor, publisher):
    publishing.save_text(approved, editor, version=approved.version, **MATERIAL)
    publishing.publish(fresh(approved), publisher, public_from=hour(2))
    quiet(hour(0), 10, campaign="long")
    quiet(hour(1), 2, campaign="short")
    assert [seen(hour(number))[0] for number in (2, 3, 4, 9, 10)] == [False, False, False, False, True]


def test_a_quiet_of_the_other_matter_does_not_prolong_it(approved, editor, publisher):
    publishing.save_text(approved, editor, version=approved.version, **MATERIAL)
    publishing.publish(fresh(approved), publisher, public_from=hour(1))
    quiet(hour(0), 2)
    quiet(hour(-100), 200, matter=Matter.POLLS)
    assert seen(hour(1)) == (False, False)
    assert seen(hour(2)) == (True, True)


def test_without_a_mark_no_quiet_concerns_it(published):
    quiet(hour(0), 24)
    quiet(hour(0), 24, matter=Matter.POLLS)
    assert seen(hour(1)) == (True, True)


def test_a_later_edition_waits_while_the_earlier_one_stays(material, editor, publisher):
    text = material.body_kk.replace("жастарды", "жас мамандарды")
    ru = material.body_ru.replace("молодёжь", "молодых специалистов")
    changed = publishing.save_text(material, editor, version=material.version, body_kk=text, body_ru=ru)
    publishing.confirm(changed, editor, version=changed.version)
    publishing.submit(fresh(changed), editor)
    publishing.approve(fresh(changed), publisher)
    publishing.publish(
        fresh(changed), publisher, public_from=hour(1), note_kk="Түзетілді.", note_ru="Исправлено."
    )
    quiet(hour(0), 2)
    assert [Edition.objects.public(hour(number)).get().number for number in (1, 2)] == [1, 2]


def test_the_clock_of_both_matters_is_asked_in_one_query(material, django_assert_num_queries):
    quiet(hour(0), 24)
    with django_assert_num_queries(1):
        list(Edition.objects.promoted(hour(1)))
