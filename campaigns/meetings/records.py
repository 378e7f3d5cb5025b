"""The records of meetings follow the editions of their reports: frozen with each, removed for good with the text.

Who wrote the record of a meeting is a writer of its report, too (four eyes).
"""

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _

from appeals.enums import Kind
from appeals.enums import Move as TextMove
from appeals.erasing import redacted
from appeals.models import Edition
from appeals.models.editions import TOMBSTONE_KK, TOMBSTONE_RU
from appeals.models.publications import told_elsewhere, written_elsewhere
from campaigns.enums import MeetingState
from campaigns.meetings.moves import Move
from campaigns.models import CommitmentReport, Evidence, Meeting, MeetingEvent, MeetingRecord
from federation.bilingual import erase_texts
from federation.refusals import Refused

WRITING = (Move.BEGIN, Move.IMPORT, Move.EDIT)


@written_elsewhere
def writers(publication):
    """Ids of those who wrote in the record since the newest edition of its report. Who confirms it writes nothing."""
    steps = MeetingEvent.objects.filter(meeting__report=publication, move__in=WRITING).exclude(by=None)
    if publication.last_edition:
        steps = steps.filter(at__gt=publication.last_edition.published_at)
    return set(steps.values_list("by", flat=True))


@told_elsewhere
def differs(publication):
    """Says where the report and its record went apart since it was built."""
    meeting = Meeting.objects.filter(report=publication).first()
    if meeting is None:
        return []
    said = []
    if not built_from_what_is_closed(meeting):
        said.append(
            _(
                "The record of the meeting was opened after this report had been built: it cannot be published until "
                "the record is closed and the report built anew."
            )
        )
    built = meeting.events.filter(move=Move.BUILD).last()
    edits = publication.moves.filter(move__in=(TextMove.EDIT, TextMove.REVERT))
    if built and edits.filter(at__gt=built.at).exists():
        said.append(
            _(
                "This report was edited by hand after it had been built from the record of the meeting: the pages of "
                "the meeting and of its quotations show the record, not these words."
            )
        )
    return said


@receiver(post_save, sender=Edition)
def freeze(sender, instance, created, raw=False, **kwargs):
    """A new edition of a report: freezes the data that it was built from, in the transaction that makes the edition.

    Refused, and thereby no edition, where the record is open or was changed after the report was built.
    """
    if raw or not created or instance.kind != Kind.MEETING:
        return
    # No lock: what was built changes only together with the text, and who publishes holds that one.
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
    built = meeting.built
    frozen = MeetingRecord.objects.create(
        edition=instance, meeting=meeting, record=built, campaign_id=built["campaign"]
    )
    frozen.people.set(row["holder"] for row in built["participants"])


def built_from_what_is_closed(meeting):
    steps = meeting.events.filter(move__in=(Move.CLOSE, Move.REOPEN, Move.BUILD)).order_by("pk")
    last = steps.last()
    return meeting.state == MeetingState.CLOSED and last is not None and last.move == Move.BUILD


@receiver(redacted)
def empty(sender, publication, **kwargs):
    """The text of a report was removed for good: so is what its meeting says, in published records and in the rows.

    Date, region, workplace and the numbers of questions stay; people, words and sources go, also from the promises that
    were given there, the reports on them, the history of the record, and what was noted where it is evidence.
    """
    records = MeetingRecord.objects.filter(edition__publication=publication)
    MeetingRecord.people.through.objects.filter(meetingrecord__in=records).delete()
    records.update(record={})
    rows = Meeting.objects.filter(report=publication)
    meeting = rows.first()
    if meeting is None:
        return
    erase_texts(rows, ("place", "topic", "summary", "source"))
    rows.update(source_url="", source_text="", not_found=[], source_digest="", attendance=None, built={})
    erase_texts(meeting.questions, ("asked_by", "text", "answer"))
    meeting.questions.update(answered_by=None)
    for found in (meeting.quotations, meeting.agenda, meeting.citations, meeting.participants):
        found.all().delete()
    erase_texts(meeting.commitments, ("reason",))
    erase_texts(meeting.commitments, ("text",), TOMBSTONE_KK)
    meeting.commitments.update(text_ru=TOMBSTONE_RU)
    reports = CommitmentReport.objects.filter(commitment__meeting=meeting)
    erase_texts(reports, ("note",), TOMBSTONE_KK)
    reports.update(note_ru=TOMBSTONE_RU, url="")
    meeting.events.exclude(reason="").update(reason="")
    Evidence.objects.filter(meeting=meeting).update(note="")
