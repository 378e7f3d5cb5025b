"""In a silence nothing new that staff write freely stands before readers: names, addresses and hours of headquarters,
names and offices of people. Phones and e-mails change, and whatever stood there before stays (DOMAIN §4)."""

import contextlib

from django.utils import timezone

from campaigns.campaigning import require_no_silence
from campaigns.models import Headquarters, OfficeHolder

TEXTS = ("name_kk", "name_ru", "address_kk", "address_ru", "hours_kk", "hours_ru")


@contextlib.contextmanager
def nothing_new(by, read, row):
    """Refused where a silence holds and what happens inside shows readers words that they did not see before.

    by: who acts; None, the portal itself, is not asked. read: `words_of_headquarters` or `words_of_holder`, of the
    row, which may be new. Inside a transaction.
    """
    before = read(row)
    yield
    if by is not None and read(row) - before:
        require_no_silence()


def words_of_headquarters(headquarters):
    """Set of the texts that readers find on its page; empty before they see it."""
    found = Headquarters.objects.filter(
        pk=headquarters.pk,
        opened_on__lte=timezone.localdate(),
        campaign__announced_at__lte=timezone.now(),
    )
    return {word for row in found.order_by().values_list(*TEXTS) for word in row}


def words_of_holder(holder):
    """Set of the texts that readers find on the person's page: names, offices up to today; empty without a page."""
    found = OfficeHolder.objects.public().filter(pk=holder.pk).first()
    if found is None:
        return set()
    today = timezone.localdate()
    begun = [one for one in found.offices.all() if one.from_date is None or one.from_date <= today]
    titles = {title for one in begun for title in (one.title_kk, one.title_ru)}
    return {found.full_name_kk, found.full_name_ru, *titles}
