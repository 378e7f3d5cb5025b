"""What hangs on the record of a meeting: writes agenda, participants, quotations, questions and citations.

Called by `holding` alone, in its transaction. A list replaces what stood there; the numbers of quotations and questions
are their names for good (permanent addresses, promises), the others count their rows from 1.
"""

from django.db.models import F, ProtectedError
from django.utils.translation import gettext as _

from campaigns import campaigning
from campaigns.models import AgendaItem, Citation, MeetingRecord, Participant, Question, Quotation
from federation import blocks
from federation.refusals import Refused

# In the order in which they are written: who speaks stands among the participants first.
MODELS = {
    "agenda": AgendaItem,
    "participants": Participant,
    "quotations": Quotation,
    "questions": Question,
    "citations": Citation,
}
SAID = {
    "agenda": ("text_kk", "text_ru"),
    "participants": ("holder", "part"),
    "quotations": ("text_kk", "text_ru", "original"),
    "questions": ("asked_by_kk", "asked_by_ru", "text_kk", "text_ru", "answer_kk", "answer_ru"),
    "citations": ("text_kk", "text_ru", "act_kk", "act_ru", "url"),
}
WHO = {"quotations": "speaker", "questions": "answered_by"}
# No rows of one number for a moment, when they change places.
ASIDE = 10_000


def write_rows(meeting, rows):
    """Makes the lists of `rows` (see `holding.save`) all that the meeting has of their kinds."""
    unknown = set(rows) - set(MODELS)
    if unknown:
        raise TypeError(f"A meeting has no {sorted(unknown)}")
    gone = write_people(meeting, rows["participants"]) if "participants" in rows else ()
    for name in ("agenda", "citations"):
        if name in rows:
            write_counted(meeting, name, rows[name])
    speakers = {
        row.holder_id: row for row in meeting.participants.select_related("holder") if row not in gone
    }
    for name in WHO.keys() & rows.keys():
        write_named(meeting, name, rows[name], speakers)
    drop(gone, _("%(row)s speaks in this record: take away what the person said first."))


def values_of(meeting, name):
    """The rows of a kind as `holding.save` takes them, in their order."""
    found = getattr(meeting, name).order_by("number")
    who = WHO.get(name)
    if who:
        found = found.select_related(f"{who}__holder")
    values = []
    for row in found:
        one = {"number": row.number} | {field: getattr(row, field) for field in SAID[name]}
        if who:
            speaker = getattr(row, who)
            one[who] = speaker.holder if speaker else None
        values.append(one)
    return values


def write_people(meeting, people):
    """Returns the rows to be dropped, once nobody quotes them any more."""
    holders = [row["holder"] for row in people]
    if len(set(holders)) < len(holders):
        raise Refused(_("The same person is listed twice among the participants."))
    known = {row.holder: row for row in meeting.participants.select_related("holder")}
    meeting.participants.update(number=F("number") + ASIDE, part=Participant._meta.get_field("part").default)
    for number, values in enumerate(people, start=1):
        row = known.pop(values["holder"], None) or Participant(meeting=meeting)
        row.number = number
        put(row, "participants", values)
    return list(known.values())


def write_counted(meeting, name, values):
    """Rows are changed where they stand: a page that somebody has open knows them by their keys."""
    known = {row.number: row for row in getattr(meeting, name).all()}
    for number, one in enumerate(values, start=1):
        put(known.pop(number, None) or MODELS[name](meeting=meeting, number=number), name, one)
    for row in known.values():
        row.delete()


def write_named(meeting, name, values, speakers):
    """Rows that keep their number. speakers: {key of an OfficeHolder: Participant}."""
    known = {row.number: row for row in getattr(meeting, name).all()}
    free = max(known.keys() | published_numbers(meeting, name), default=0) + 1
    for one in values:
        number = one.get("number")
        row = known.pop(number, None) if number else None
        if row is None:
            row, free = MODELS[name](meeting=meeting, number=free), free + 1
        who = one.get(WHO[name])
        if who is not None and who.pk not in speakers:
            raise Refused(_("%(person)s speaks here but is not among the participants.") % {"person": who})
        setattr(row, WHO[name], speakers[who.pk] if who else None)
        put(row, name, one)
    drop(known.values(), _("“%(row)s”: a promise follows from this answer; it cannot be taken away."))


def published_numbers(meeting, name):
    """Numbers that a published record has used: nothing else may ever stand at their addresses."""
    records = MeetingRecord.objects.filter(meeting=meeting).values_list("record", flat=True)
    return {row["number"] for record in records for row in record.get(name, [])}


def put(row, name, values):
    for field in SAID[name]:
        if field in values:
            setattr(row, field, tidy(values[field]))
    clean(row)
    row.save()


def tidy(value):
    """A text without what no reader sees; anything else as it is."""
    if not isinstance(value, str):
        return value
    return blocks.plain(value).strip() if blocks.normalise(value) else ""


def clean(row):
    """Refused with what the model says; that a text stands in one language alone, a draft may."""
    base = {field.name for field in row._meta.fields if hasattr(row, f"{field.name}_kk")}
    campaigning.clean(row, exclude=base)


def drop(rows, sentence):
    for row in rows:
        try:
            row.delete()
        except ProtectedError as error:
            raise Refused(sentence % {"row": row}) from error
