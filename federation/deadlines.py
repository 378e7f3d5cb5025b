"""Deadlines in working days, as the portal counts them."""

import datetime

from django.utils import timezone

SATURDAY = 5


def working_day_after(moment, days=1):
    """The end of the `days`th working day after the local day of `moment`, aware, Asia/Almaty.

    Monday to Friday count. Public holidays are not known here: without them the hour comes earlier, never later than
    the law allows (Law 94-V of 2013).
    """
    day = timezone.localdate(moment)
    for _each in range(days):
        day += datetime.timedelta(days=1)
        while day.weekday() >= SATURDAY:
            day += datetime.timedelta(days=1)
    return timezone.make_aware(datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time()))
