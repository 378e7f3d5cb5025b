"""From the text of a report to the draft of a record: people and workplaces found or made, the rest through the door.

What the portal knows already is never changed by an import; where the text says otherwise, that is told.
"""

import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from appeals import drafting
from campaigns.meetings import holding, people
from campaigns.meetings.moves import Move
from campaigns.meetings.reading import Both, Remark, read_report
from campaigns.models import (
    AgendaItem,
    Campaign,
    Citation,
    Meeting,
    Office,
    OfficeHolder,
    Question,
    Quotation,
    Workplace,
)
from campaigns.spellings import key
from federation.models import Region
from federation.models.audit import record
from federation.refusals import Refused

LONGEST_NOTED = 60


class AlreadyImported(Refused):
    """The same text came in before. `meeting` is what became of it."""

    def __init__(self, meeting):
        self.meeting = meeting
        pages = ", ".join(settings.SITE_URL + page for page in addresses(meeting))
        super().__init__(_("The same text was imported before: %(address)s") % {"address": pages})


def addresses(meeting):
    """(page in the administration, public page) of a meeting, as paths; readers see the second with a report."""
    return (
        reverse("admin:campaigns_meeting_change", args=[meeting.pk]),
        reverse("campaigns:meeting", args=[meeting.pk]),
    )


def import_report(name, data, by, *, again=False):
    """An uploaded report of a meeting -> Meeting, a draft with all that the text says.

    name: file name (.txt, .docx); data: bytes; by: the User who imports, None for a command. again: allows a text that
    came in before, else `AlreadyImported`. What was not found, and what to check, stands in `Meeting.not_found`
    (`reading.from_data`). Raises `appeals.importing.DocumentError`, `Refused`; then nothing is saved.
    """
    read = read_report(name, data, regions=list(Region.objects.all()), campaigns=list(Campaign.objects.all()))
    mark = hashlib.sha256(" ".join(read.text.split()).encode()).hexdigest()
    with transaction.atomic():
        people.one_at_a_time()
        earlier = Meeting.objects.filter(source_digest=mark).order_by("pk").first()
        if earlier and not again:
            raise AlreadyImported(earlier)
        draft = _Draft(read, by)
        fields, rows = draft.fields(), draft.rows()
        told = [*read.not_found, *read.doubts, *draft.remarks]
        return holding.begin(
            by,
            move=Move.IMPORT,
            rows=rows,
            source_text=read.text,
            source_digest=mark,
            not_found=[remark.as_data() for remark in told],
            **fields,
        )


def publish_report(meeting, publisher):
    """Takes an imported draft to an edition of its report in `publisher`'s name; the import is the author of the text.

    Returns the Edition. Raises `Refused` with everything that is missing; the caller undoes the rest.
    """
    confirmed = holding.confirm(meeting, publisher)
    closed = holding.close(confirmed, publisher)
    return drafting.publish_document(holding.build_report(closed, None), publisher)


class _Draft:
    """Rows of the database for what was read. remarks: what a person must know of them."""

    def __init__(self, read, by):
        self.read = read
        self.by = by
        self.remarks = []
        self.day = read.held_on
        if self.day and self.day > timezone.localdate():
            written = {"kk": _in("kk", self.day), "ru": _in("ru", self.day)}
            self.remarks.append(Remark("day-ahead", {"written": written}))
            self.day = None
        self.new = []  # names of people in one language alone
        self.holders = [self._holder(person) for person in read.people]
        if self.new:
            self.remarks.append(Remark("people-new", {"names": ", ".join(self.new)}))

    def fields(self):
        read = self.read
        texts = {
            f"{name}_{code}": text
            for name in ("place", "topic", "summary", "source")
            for code, text in self._fitting(Meeting, name, getattr(read, name)).items()
        }
        return {
            "held_on": self.day,
            "region": read.region,
            "workplace": self._workplace(),
            "campaign": read.campaign,
            "attendance": read.attendance,
            "source_url": _valid_url(read.source_url),
            **texts,
        }

    def rows(self):
        read = self.read
        parts = {}
        for holder, person in zip(self.holders, read.people, strict=True):
            if holder:
                parts.setdefault(holder, person.part)
        return {
            "agenda": self._texts(AgendaItem, read.agenda),
            "participants": [{"holder": holder, "part": part} for holder, part in parts.items()],
            "quotations": [
                {"speaker": self.holders[row.speaker], "original": row.original, **texts}
                for row in read.quotations
                if self.holders[row.speaker] and (texts := self._both(Quotation, "text", row.text))
            ],
            "questions": [
                {**texts, **self._both(Question, "answer", row.answer)}
                for row in read.questions
                if (texts := self._both(Question, "text", row.text))
            ],
            "citations": [
                {**texts, **self._both(Citation, "act", row.act)}
                for row in read.citations
                if (texts := self._both(Citation, "text", row.text))
            ],
        }

    def _texts(self, model, rows):
        return [texts for row in rows if (texts := self._both(model, "text", row))]

    def _both(self, model, name, both):
        """{"text_kk": …, "text_ru": …} of a text for its field; {} where nothing is left of it."""
        fitting = self._fitting(model, name, both)
        return {f"{name}_{code}": text for code, text in fitting.items()} if any(fitting.values()) else {}

    def _fitting(self, model, name, both):
        """{"kk", "ru"} of a text; what its field has no room for is left out, and told."""
        most = model._meta.get_field(name).max_length
        fitting = {"kk": both.kk, "ru": both.ru}
        for code, text in fitting.items():
            if len(text) > most:
                self.remarks.append(Remark("too-long", {"written": text[:LONGEST_NOTED] + "…"}))
                fitting[code] = ""
        return fitting

    def _workplace(self):
        """The workplace of that name in the region, or a new one; None without name or region."""
        names = Both(**self._fitting(Workplace, "name", self.read.workplace))
        if not names:
            return None
        if self.read.region is None:
            self.remarks.append(Remark("workplace-alone", {"name": names.either()}))
            return None
        wanted = {key(name) for name in (names.kk, names.ru) if key(name)}
        for row in Workplace.objects.filter(region=self.read.region).order_by("pk"):
            if wanted & {key(row.name_kk), key(row.name_ru)}:
                return row
        self.remarks.append(Remark("workplace-new", {"name": names.either()}))
        return Workplace.objects.create(region=self.read.region, name_kk=names.kk, name_ru=names.ru)

    def _holder(self, person):
        """The office holder of that name, or a new one with the office that the text says; None without room for it."""
        names = Both(**self._fitting(OfficeHolder, "full_name", person.name))
        if not names:
            return None
        offices = Both(**self._fitting(Office, "title", person.office))
        wanted = {key(name) for name in (names.kk, names.ru) if key(name)}
        known = [
            row
            for row in OfficeHolder.objects.order_by("pk").prefetch_related("offices")
            if wanted & {key(row.full_name_kk), key(row.full_name_ru)}
        ]
        if not known:
            # Past `offices.save`, which asks for both languages: a draft may lack one, and is told so.
            holder = OfficeHolder.objects.create(full_name_kk=names.kk, full_name_ru=names.ru)
            record(self.by, "office-holder.create", holder)
            if not (names.kk and names.ru):
                self.new.append(names.either())
        else:
            day = self.day or timezone.localdate()
            # Of namesakes the one who held the office that the text names.
            holder = next((row for row in known if _is_called(row, offices, day)), known[0])
            if len(known) > 1:
                self.remarks.append(Remark("namesakes", {"name": names.either()}))
            if offices and holder.offices.all() and not _is_called(holder, offices, day):
                titles = {code: holder.titles_on(day, code) or "—" for code in ("kk", "ru")}
                values = {"name": names.either(), "written": offices.either(), "known": titles}
                self.remarks.append(Remark("office-differs", values))
        if offices and not holder.offices.exists():
            office = Office.objects.create(holder=holder, title_kk=offices.kk, title_ru=offices.ru)
            record(self.by, "office.create", holder, office=str(office))
        return holder


def _is_called(holder, offices, day):
    """Whether the titles of the day say what the text says, in one of its languages."""
    said = {code: text for code, text in (("kk", offices.kk), ("ru", offices.ru)) if text}
    return any(key(text) in key(holder.titles_on(day, code)) for code, text in said.items())


def _valid_url(url):
    try:
        URLValidator()(url)
    except ValidationError:
        return ""
    return url


def _in(code, day):
    with override(code):
        return date_format(day, "DATE_FORMAT")
