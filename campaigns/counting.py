"""The door through which results of the vote change: entered from a document, confirmed by a second person.

Every function works in one transaction under a lock of the campaign and leaves a line in the audit log, so of two
people at the same moment one is told. `by` is the acting User. What is not possible raises `Refused`. A count that
was confirmed never changes: a later one, confirmed in its turn, replaces it.
"""

import datetime
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.campaigning import require
from campaigns.clock import Clock, to_moment
from campaigns.enums import Step
from campaigns.models import Campaign, Result, ResultLine
from federation.models.audit import name_actions, record
from federation.notifications import send
from federation.refusals import Refused


@transaction.atomic
def enter(result, lines, by, *, seen=None, now=None):
    """Writes a count (new, or one that waits and was changed in memory) with its lines, and returns it.

    lines: ResultLines, unsaved, in their order; they replace those that were there. seen: `entered_at` of the row
    that the person opened, for a count that waits; another one means that somebody changed it meanwhile. now:
    aware, default the clock. Whoever changes a count has entered it, and cannot confirm it.
    """
    require(by, "campaigns.count_votes")
    now = now or timezone.now()
    campaign = lock(result.campaign_id)
    require_vote_over(campaign, now)
    before = None
    if result.pk:
        before = still_waiting(result.pk)
        require_seen(before, seen)
    result.campaign = campaign
    result.entered_by, result.entered_at = by, now
    result.returned_at, result.return_reason = None, ""
    require_whole(result, lines)
    described = {"before": described_count(before)} if before else {}
    result.save()
    result.lines.all().delete()
    for order, line in enumerate(lines, start=1):
        line.pk, line.result, line.order = None, result, order
    ResultLine.objects.bulk_create(lines)
    if before and before.source_file and before.source_file.name != result.source_file.name:
        transaction.on_commit(partial(before.source_file.storage.delete, before.source_file.name))
    written = Result.objects.get(pk=result.pk)
    record(
        by, "result.change" if before else "result.enter", written, **described, **described_count(written)
    )
    return written


@transaction.atomic
def confirm(result, by, *, seen=None, now=None):
    """Makes a count public; it replaces the one of the same vote that was confirmed before. Returns it.

    by: a second person, whatever the role. seen: `entered_at` of what the person compared with the document,
    default that of `result` in memory; if the numbers were changed since, they have to be compared anew.
    """
    require(by, "campaigns.count_votes")
    now = now or timezone.now()
    campaign = lock(result.campaign_id)
    require_vote_over(campaign, now)
    fresh = still_waiting(result.pk)
    refuse(why_not_judge(fresh, by))
    require_seen(fresh, seen or result.entered_at)
    if fresh.returned_at:
        raise Refused(_("A returned count has to be changed before it is confirmed."))
    replaced = fresh.corrected
    if replaced:
        replaced.replaced_at = now
        replaced.save(update_fields=["replaced_at"])
    fresh.confirmed_by, fresh.confirmed_at = by, now
    fresh.save(update_fields=["confirmed_by", "confirmed_at"])
    record(by, "result.confirm", fresh, replaces=replaced and replaced.pk, **described_count(fresh))
    return fresh


@transaction.atomic
def send_back(result, by, *, reason, now=None):
    """Returns a count to whoever entered it, with what has to be mended; mails it. Returns the count."""
    require(by, "campaigns.count_votes")
    lock(result.campaign_id)
    fresh = still_waiting(result.pk)
    refuse(why_not_judge(fresh, by))
    if fresh.returned_at:
        raise Refused(_("This count was returned already."))
    if not reason.strip():
        raise Refused(_("Say what has to be mended."))
    fresh.returned_at, fresh.return_reason = now or timezone.now(), reason.strip()
    fresh.save(update_fields=["returned_at", "return_reason"])
    record(by, "result.return", fresh, reason=fresh.return_reason)
    address = settings.SITE_URL + reverse("admin:campaigns_result_change", args=[fresh.pk])
    if fresh.entered_by.is_active:
        send(
            fresh.entered_by,
            "campaigns/mail/result_returned",
            {"result": fresh, "by": by, "address": address},
        )
    return fresh


@transaction.atomic
def discard(result, by):
    """Deletes a count that was entered by mistake and never confirmed; the audit log keeps its numbers."""
    require(by, "campaigns.count_votes")
    lock(result.campaign_id)
    fresh = still_waiting(result.pk)
    record(by, "result.discard", fresh, **described_count(fresh))
    if fresh.source_file:
        transaction.on_commit(partial(fresh.source_file.storage.delete, fresh.source_file.name))
    fresh.delete()


def vote_over_at(campaign):
    """Moment (aware) from which the vote is over in every zone.

    It is the end of the step `voting`, by an official date or by the rules, whichever is later: a date typed wrongly
    opens no results. Never before the voting day; where nobody knows the hours, its end.
    """
    periods = [clock.period(Step.VOTING) for clock in (Clock(campaign), Clock(campaign, dates=()))]
    ends = [period.ends_at for period in periods if period and period.ends_at]
    day = campaign.voting_on if ends else campaign.voting_on + datetime.timedelta(days=1)
    midnight = datetime.datetime.combine(day, datetime.time())
    return max([*ends, *(to_moment(midnight, zone) for zone in campaign.zones)])


def why_not_judge(result, by):
    """Why `by` can neither confirm nor return a count that waits: a sentence, or "" where nothing stands against it."""
    if result.entered_by_id == by.pk:
        return _("You entered this count yourself: a second person compares it with the document.")
    return ""


def problems_of_lines(result, lines):
    """What does not fit between a count and its ResultLines: sentences in the active language."""
    if not lines:
        return [_("Give the votes for each answer, party or candidate.")]
    problems = []
    for code in ("kk", "ru"):
        labels = [getattr(line, f"label_{code}").strip().casefold() for line in lines]
        if len(set(labels)) < len(labels):
            problems.append(_("Two lines have the same name."))
            break
    votes = sum(line.votes for line in lines)
    if votes + (result.invalid or 0) > result.voted:
        problems.append(
            _("Votes and invalid ballots are %(sum)s together, but only %(voted)s people voted.")
            % {"sum": grouped(votes + (result.invalid or 0)), "voted": grouped(result.voted)}
        )
    elected = sum(line.elected for line in lines)
    seats = sum(line.seats or 0 for line in lines)
    if result.constituency_id is None:
        if elected:
            problems.append(_("Persons are elected in constituencies: give seats for a list."))
        if result.body_id and result.body.seats is not None and seats > result.body.seats:
            problems.append(
                _("%(seats)s seats are given, but the body has %(all)s.")
                % {"seats": seats, "all": result.body.seats}
            )
        if seats and result.body_id is None:
            problems.append(_("A referendum gives no seats."))
    elif elected > 1:
        problems.append(_("One person is elected in a constituency."))
    return problems


# What the functions above ask


def lock(campaign):
    """The campaign of that key, locked to the end of the transaction: counts of one campaign change one by one."""
    return Campaign.objects.select_for_update().get(pk=campaign)


def require_vote_over(campaign, now):
    moment = vote_over_at(campaign)
    if now < moment:
        local = moment.astimezone(ZoneInfo(campaign.zones[0]))
        raise Refused(
            _("Results are entered when the vote is over in every zone: %(moment)s.")
            % {"moment": date_format(local, "DATETIME_FORMAT")}
        )


def still_waiting(pk):
    result = Result.objects.waiting().filter(pk=pk).first()
    if result is None:
        raise Refused(_("This count does not wait any more: somebody confirmed or discarded it meanwhile."))
    return result


def require_seen(result, seen):
    if result.entered_at != seen:
        raise Refused(_("Somebody changed this count meanwhile. Open it anew and compare once more."))


def require_whole(result, lines):
    """Refuses a count that does not agree in itself or with what is confirmed already."""
    try:
        result.full_clean()
        for line in lines:
            line.full_clean(exclude=["result"])
    except ValidationError as error:
        raise Refused(*error.messages) from error
    problems = problems_of_lines(result, lines)
    if problems:
        raise Refused(*problems)
    if not result.corrected:
        result.reason_kk = result.reason_ru = ""


def refuse(sentence):
    if sentence:
        raise Refused(sentence)


def grouped(number):
    return number_format(number, force_grouping=True)


def described_count(result):
    """The numbers of a count as the audit log keeps them."""
    return {
        "voters": result.voters,
        "voted": result.voted,
        "invalid": result.invalid,
        "outcome": result.outcome,
        "source": [result.source_kk, result.source_ru, result.source_url, result.source_file.name],
        "lines": [
            [line.label_kk, line.label_ru, line.votes, line.seats, line.elected]
            for line in result.lines.all()
        ],
    }


name_actions(
    {
        "result.enter": gettext_lazy("count entered"),
        "result.change": gettext_lazy("count changed"),
        "result.confirm": gettext_lazy("count confirmed"),
        "result.return": gettext_lazy("count returned"),
        "result.discard": gettext_lazy("count discarded"),
    }
)
