"""What readers see of meetings: the records frozen with the editions that they see, and nothing of the rows.

In a silence lists leave out what is campaign material; an address that was public before keeps working (DOMAIN §4).
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Count
from django.utils.translation import get_language

from appeals.models import Edition
from campaigns.meetings.record import in_language
from campaigns.models import MeetingRecord
from federation.models import Region


@dataclass(frozen=True)
class Shown:
    """A published record in the language of the reader."""

    row: MeetingRecord
    language: str

    @cached_property
    def said(self):
        """See `record.in_language`."""
        return in_language(self.row.record, self.language)

    @property
    def pk(self):
        return self.row.meeting_id

    @property
    def day(self):
        return date.fromisoformat(self.row.record["held_on"])

    @cached_property
    def region(self):
        return Region.objects.filter(iso=self.row.record["region"]).first()

    def quotation(self, number):
        """The quotation of that number, or None."""
        return next((row for row in self.said["quotations"] if row["number"] == number), None)

    def participant(self, holder):
        """What the record says of the OfficeHolder with that key, or None: name, office of the day, part."""
        return next((row for row in self.said["participants"] if row["holder"] == holder), None)

    def quotations_of(self, holder):
        """The quotations of the OfficeHolder with that key."""
        return [row for row in self.said["quotations"] if row["speaker"]["holder"] == holder]


def shown(row, language=None):
    """The MeetingRecord as a `Shown`, or None where its text was removed for good. language: default the active one."""
    return Shown(row, language or get_language()) if row.record else None


def public(editions=None):
    """MeetingRecords of the editions that readers see, newest meeting first. editions: default all public ones."""
    editions = Edition.objects.public() if editions is None else editions
    found = MeetingRecord.objects.filter(edition__in=editions).exclude(record={})
    return found.select_related("edition", "meeting").order_by("-record__held_on", "-meeting")


def listed(**lookups):
    """As `public`, for lists: without what a quiet period keeps from them. lookups: of MeetingRecord."""
    return public(Edition.objects.promoted()).filter(**lookups)


def of_campaign(campaign):
    """As `listed`; of the campaign that the record names, whatever the meeting belongs to by now."""
    return listed(campaign=campaign)


def by_region(records):
    """{ISO code of a region: number of records}."""
    counted = records.order_by().values_list("record__region").annotate(Count("pk"))
    return dict(counted)


def at_workplace(workplace):
    return listed(record__workplace__pk=workplace.pk)


def of_person(holder):
    """Those in which the OfficeHolder took part, as they stood on the day of each."""
    return listed(people=holder)


def of_edition(edition):
    """The `Shown` of an edition, or None."""
    row = MeetingRecord.objects.filter(edition=edition).select_related("meeting").first()
    return row and shown(row)


def last_with_quotation(publication, number):
    """The MeetingRecord of the newest released edition of the report that held the quotation `number`, or None."""
    rows = MeetingRecord.objects.filter(edition__in=publication.editions.released())
    rows = rows.select_related("edition").order_by("-edition__number")
    return next(
        (row for row in rows if number in {one["number"] for one in row.record.get("quotations", [])}), None
    )
