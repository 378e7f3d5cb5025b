"""In a silence nothing new that staff write freely stands before readers: names, addresses and hours of headquarters,
names and offices of people. Phones and e-mails change, and whatever stood there before stays (DOMAIN §4)."""

import contextlib
import datetime

from django.db.models import Max
from django.utils import timezone

from campaigns.campaigning import require_no_silence
from campaigns.models import Headquarters, OfficeHolder
from federation.enums import Matter
from federation.models import QuietPeriod

TEXTS = ("name_kk", "name_ru", "address_kk", "address_ru", "hours_kk", "hours_ru")


@contextlib.contextmanager
def nothing_new(by, read, row):
    """Refused where a silence holds and what happens inside shows readers, before its end, words that they would not
    see without it.

    by: who acts; None, the portal itself, is not asked. read: `words_of_headquarters` or `words_of_holder`, of the
    row, which may be new. Inside a transaction.
    """
    day = None if by is None else last_day()
    before = read(row, day) if day else set()
    yield
    if day and read(row, day) - before:
        require_no_silence()


def last_day():
    """The last local date of the silence that holds now, or None. What begins on it stands before readers in it."""
    silences = QuietPeriod.objects.of(Matter.CAMPAIGN).active()
    end = silences.aggregate(Max("ends_at"))["ends_at__max"]
    return end and timezone.localdate(end - datetime.timedelta.resolution)


def words_of_headquarters(headquarters, day):
    """Set of the texts that readers find on its page up to the local date `day`; empty where they see no page."""
    found = Headquarters.objects.filter(
        pk=headquarters.pk,
        opened_on__lte=day,
        campaign__announced_at__lte=timezone.now(),
    )
    return {word for row in found.order_by().values_list(*TEXTS) for word in row}


def words_of_holder(holder, day):
    """Set of the texts that readers find on the person's page up to the local date `day`: names, offices begun by then;
    empty without a page."""
    found = OfficeHolder.objects.public(day).filter(pk=holder.pk).first()
    if found is None:
        return set()
    begun = [one for one in found.offices.all() if one.from_date is None or one.from_date <= day]
    titles = {title for one in begun for title in (one.title_kk, one.title_ru)}
    return {found.full_name_kk, found.full_name_ru, *titles}
