"""The records of meetings follow the editions of their reports: frozen with each, removed for good with the text."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from appeals.enums import Kind
from appeals.erasing import redacted
from appeals.models import Edition
from appeals.models.editions import TOMBSTONE_KK, TOMBSTONE_RU
from campaigns.enums import MeetingState
from campaigns.meetings.moves import Move
from campaigns.meetings.record import record_of
from campaigns.models import Meeting, MeetingRecord
from federation.bilingual import erase_texts
from federation.refusals import Refused


@receiver(post_save, sender=Edition)
def freeze(sender, instance, created, raw=False, **kwargs):
    """A new edition of a report: freezes the record that it was built from, in the transaction that makes the edition.

    Refused, and thereby no edition, where the record is open or was changed after the report was built.
    """
    if raw or not created or instance.kind != Kind.MEETING:
        return
    meeting = Meeting.objects.filter(report=instance.publication_id).first()
    if meeting is None:
        raise Refused(
            _("A report of a meeting is published from the record of the meeting, and this text has none.")
        )
    if not built_from_what_is_closed(meeting):
        raise Refused(
            _(
                "The record of this meeting was opened after the report had been built: close it and build it anew."
            )
        )
    MeetingRecord.objects.create(edition=instance, meeting=meeting, record=record_of(meeting))
    # It was read row by row; who opened it meanwhile counted the version up.
    if not Meeting.objects.filter(pk=meeting.pk, version=meeting.version).exists():
        raise Refused(_("Somebody is changing the record of this meeting right now."))


def built_from_what_is_closed(meeting):
    steps = meeting.events.filter(move__in=(Move.CLOSE, Move.REOPEN, Move.BUILD)).order_by("pk")
    last = steps.last()
    return meeting.state == MeetingState.CLOSED and last is not None and last.move == Move.BUILD


@receiver(redacted)
def empty(sender, publication, **kwargs):
    """The text of a report was removed for good: so is what its meeting says, in published records and in the rows.

    Date, place on the map and the numbers of quotations and questions stay; people, words and sources go, also from
    the promises that were given there.
    """
    MeetingRecord.objects.filter(edition__publication=publication).update(record={})
    rows = Meeting.objects.filter(report=publication)
    meeting = rows.first()
    if meeting is None:
        return
    erase_texts(rows, ("place", "topic", "summary", "source"))
    rows.update(source_url="", source_text="", not_found=[], source_digest="", attendance=None)
    erase_texts(meeting.questions, ("asked_by", "text", "answer"))
    meeting.questions.update(answered_by=None)
    for found in (meeting.quotations, meeting.agenda, meeting.citations, meeting.participants):
        found.all().delete()
    erase_texts(meeting.commitments, ("text",), TOMBSTONE_KK)
    meeting.commitments.update(text_ru=TOMBSTONE_RU)
