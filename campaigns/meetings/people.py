"""Who and where, met for the first time: people in offices and workplaces that a record of a meeting brings along."""

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.headquarters import offices
from campaigns.meetings import access
from campaigns.meetings.rows import clean, tidy
from campaigns.models import Office, OfficeHolder, Workplace
from federation.refusals import Refused


@transaction.atomic
def known_or_new(by, day, *, full_name_kk, full_name_ru, title_kk, title_ru):
    """The OfficeHolder of that very name who held that very office on the date `day` (or None: ever), else a new one.

    The office of somebody new has open ends: a meeting says what somebody was called on its day, not since when.
    """
    require(by)
    one_at_a_time()
    names = {"full_name_kk": tidy(full_name_kk), "full_name_ru": tidy(full_name_ru)}
    titles = {"title_kk": tidy(title_kk), "title_ru": tidy(title_ru)}
    if not all((names | titles).values()):
        raise Refused(_("Give name and office in both languages."))
    held = Office.objects.filter(**titles, **{f"holder__{name}": value for name, value in names.items()})
    found = (held.held_on(day) if day else held).select_related("holder").first()
    if found:
        return found.holder
    return offices.written(OfficeHolder(**names), by, [Office(**titles)])


@transaction.atomic
def known_or_new_workplace(by, *, region, name_kk, name_ru):
    """The Workplace of that region and Kazakh name, else a new one."""
    require(by)
    name_kk, name_ru = tidy(name_kk), tidy(name_ru)
    if not (region and name_kk and name_ru):
        raise Refused(_("Give the region and the name of the workplace in both languages."))
    one_at_a_time()
    found = Workplace.objects.filter(region=region, name_kk=name_kk).first()
    if found:
        return found
    made = Workplace(region=region, name_kk=name_kk, name_ru=name_ru)
    clean(made)
    made.save()
    return made


def near(meeting):
    """Queryset of the OfficeHolders whom a record most likely names next, without those it names already: who took part
    in other meetings at the workplace, and who has a post in a headquarters of the region."""
    met = Q(participations__meeting__workplace=meeting.workplace_id) if meeting.workplace_id else Q()
    posted = Q(posts__headquarters__region=meeting.region_id) if meeting.region_id else Q()
    if not (met or posted):
        return OfficeHolder.objects.none()
    named = meeting.participants.values("holder")
    return OfficeHolder.objects.filter(pk__in=OfficeHolder.objects.filter(met | posted).values("pk")).exclude(
        pk__in=named
    )


def one_at_a_time():
    """Until the end of the transaction nobody else looks for somebody or some workplace and enters them as new."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('campaigns.meetings.people'))")


def require(by):
    if by is not None and not access.records_meetings(by):
        raise Refused(_("Your role does not allow this."))
