"""The door of applications: received from anybody, answered by the branch, taken back by the applicant.

Every function works in one transaction under a lock, leaves a line of history that names the move and never what was
written, and works in a silence, too. `by` is the acting User. What is not possible raises `Refused`.
"""

import datetime
import secrets

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.candidates.linking import token_hash
from campaigns.enums import JOIN_OPEN, JoinState
from campaigns.joining import access, telling
from campaigns.joining.contacts import hash_of
from campaigns.joining.moves import LEGAL, Move, fits, is_legal
from campaigns.joining.routing import branch_for, receiving
from campaigns.models import Application, ApplicationEvent, Campaign
from federation import outbox
from federation.deadlines import working_day_after
from federation.models.audit import name_actions, record
from federation.refusals import Refused

# Somebody answers before the end of the third working day; a branch that gets it from another one has one at least.
ANSWER_DAYS, PASSED_ON_DAYS = 3, 1
# So often branches pass one on; then the headquarters decide.
PASSES_AT_MOST = 2
# So many of one contact at once, or in a day, are told of by mail: nobody floods a stranger with ours.
TOLD_AT_MOST, TOLD_FOR = 3, datetime.timedelta(days=1)
NOTHING = dict.fromkeys(("name", "contact", "workplace", "message", "answer"), "")


@transaction.atomic
def receive(*, wish, name, contact, region, industry=None, workplace="", message="", language="kk", now=None):
    """Takes an application in from anybody and routes it to who can answer.

    Returns (Application, token of the private link).

    wish: a `Wish`. contact: as `contacts.contact_of` writes it. region, industry: rows. language: the applicant's.
    now: aware, default the clock. It counts for the campaign during which it comes. Mails the branch a number, and
    the applicant the link where the contact is an e-mail; nobody, where too many of this contact came. The token is
    known to nobody else: here stays its hash. Refused while the portal knows no organisation that answers.
    """
    now = now or timezone.now()
    token = secrets.token_urlsafe(32)
    try:
        organisation = branch_for(receiving(), region=region.pk, industry=industry and industry.pk)
    except LookupError as error:
        raise Refused(_("The portal cannot take applications yet. Please call the federation.")) from error
    application = Application(
        **{"wish": wish, "name": name, "contact": contact, "workplace": workplace, "message": message},
        **{"region": region, "industry": industry, "language": language, "received_at": now},
        organisation=organisation,
        contact_hash=hash_of(contact),
        campaign=campaign_at(timezone.localdate(now)),
        token_hash=token_hash(token),
        due_at=working_day_after(now, ANSWER_DAYS),
    )
    is_told = may_be_told(application.contact_hash, now)
    moved(application, Move.RECEIVE, None, now)
    if is_told:
        telling.waits(application)
        telling.confirmed(application, token)
    return application, token


def may_be_told(contact_hash, now):
    """Whether one more application of the contact is told of by mail. Nobody has proved whose contact it is."""
    recent = Q(state__in=JOIN_OPEN) | Q(received_at__gt=now - TOLD_FOR)
    return Application.objects.filter(recent, contact_hash=contact_hash).count() < TOLD_AT_MOST


def campaign_at(day):
    """The announced Campaign that runs on the local date: between its call and its vote, the nearest vote; or None."""
    running = Campaign.objects.public().filter(Q(called_on=None) | Q(called_on__lte=day), voting_on__gte=day)
    return running.order_by("voting_on", "pk").first()


def application_of(token):
    """The Application of a private link, or None."""
    found = Application.objects.select_related("organisation", "region", "industry")
    return found.filter(token_hash=token_hash(token)).first()


@transaction.atomic
def contact(application, by, *, answer="", now=None):
    """Somebody of the branch has spoken with the applicant. answer: what they read behind their link, may be empty."""
    now = now or timezone.now()
    fresh = opened(application, by, Move.CONTACT)
    fresh.answer, fresh.answered_at = answer.strip(), now
    return told(moved(fresh, Move.CONTACT, by, now))


@transaction.atomic
def join(application, by, *, joined_on, now=None):
    """The person joined on the local date `joined_on`: between the day of the application and today. No ally does."""
    now = now or timezone.now()
    fresh = opened(application, by, Move.JOIN)
    if joined_on > timezone.localdate(now):
        raise Refused(_("This day lies in the future."))
    if joined_on < timezone.localdate(fresh.received_at):
        raise Refused(_("This day is before the day of the application."))
    fresh.joined_on, fresh.ended_at = joined_on, now
    fresh.answered_at = fresh.answered_at or now
    return told(moved(fresh, Move.JOIN, by, now))


@transaction.atomic
def welcome(application, by, *, now=None):
    """The ally helps from today on; nothing counts them as a member."""
    now = now or timezone.now()
    fresh = opened(application, by, Move.WELCOME)
    fresh.joined_on, fresh.ended_at = timezone.localdate(now), now
    fresh.answered_at = fresh.answered_at or now
    return told(moved(fresh, Move.WELCOME, by, now))


@transaction.atomic
def correct(application, by, *, answer, now=None):
    """Another `answer` in the place of the one written down; the applicant gets it, too.

    Who declined still says why. Refused where nothing changes, or what the applicant had written is erased.
    """
    fresh, answer = opened(application, by, Move.CORRECT), answer.strip()
    if fresh.erased_at:
        raise Refused(_("What the applicant had written is erased."))
    if fresh.state == JoinState.DECLINED and not answer:
        raise Refused(_("Write the answer that the applicant reads."))
    if answer == fresh.answer:
        raise Refused(_("This is the answer that is written down already."))
    fresh.answer = answer
    return told(moved(fresh, Move.CORRECT, by, now or timezone.now()))


@transaction.atomic
def decline(application, by, *, answer, now=None):
    """The branch cannot help: `answer` says why, in the applicant's language."""
    now = now or timezone.now()
    fresh = opened(application, by, Move.DECLINE)
    if not answer.strip():
        raise Refused(_("Write the answer that the applicant reads."))
    fresh.answer, fresh.ended_at = answer.strip(), now
    fresh.answered_at = fresh.answered_at or now
    return told(moved(fresh, Move.DECLINE, by, now))


@transaction.atomic
def reopen(application, by, *, now=None):
    """«Joined» or «declined» was written down by mistake: it waits for an outcome again, and the applicant is told."""
    fresh = opened(application, by, Move.REOPEN)
    if fresh.erased_at:
        raise Refused(_("What the applicant had written is erased."))
    if fresh.evidence_id:
        raise Refused(_("A task counts this member as proof: take the proof away from the task first."))
    fresh.joined_on, fresh.ended_at, fresh.answer = None, None, ""
    return told(moved(fresh, Move.REOPEN, by, now or timezone.now()))


@transaction.atomic
def pass_on(application, by, *, organisation, now=None):
    """Gives the application to another branch, which answers it anew.

    The hour promised to the applicant stays, but the other branch has one working day at least. Branches pass it to
    and fro PASSES_AT_MOST times: then the headquarters alone pass it on.
    """
    now = now or timezone.now()
    fresh = opened(application, by, Move.PASS_ON)
    if not access.targets(fresh).filter(pk=organisation.pk).exists():
        raise Refused(
            _("Choose another branch union or territorial association, one where somebody can answer.")
        )
    passes = fresh.events.filter(move=Move.PASS_ON).count()
    if passes >= PASSES_AT_MOST and not access.counts(by):
        raise Refused(_("It was passed on more than once already: the headquarters decide who answers."))
    before = fresh.organisation_id
    fresh.organisation, fresh.answer, fresh.answered_at = organisation, "", None
    fresh.due_at = max(fresh.due_at, working_day_after(now, PASSED_ON_DAYS))
    moved(fresh, Move.PASS_ON, by, now, from_branch=before, to_branch=organisation.pk)
    telling.waits(fresh)
    telling.moved(fresh)
    return fresh


@transaction.atomic
def take_back(application, *, now=None):
    """The applicant wants nothing of it any more: what they wrote is erased at once. Asked for by the private link.

    One that had ended keeps its state, which counts; Refused where everything is erased already.
    """
    now = now or timezone.now()
    fresh = locked(application)
    move = Move.TAKE_BACK if is_legal(Move.TAKE_BACK, fresh.state) else Move.FORGET
    if fresh.erased_at or not is_legal(move, fresh.state):
        raise Refused(_("Your data are erased already."))
    return erase(fresh, move, now)


@transaction.atomic
def erase_on_demand(application, by, *, now=None):
    """The applicant asked the branch or the officer, having no link any more: erased at once, as by `take_back`."""
    fresh = locked(application)
    if not access.erasable(by).filter(pk=fresh.pk).exists():
        raise Refused(_("Your role does not allow this."))
    move = Move.TAKE_BACK if is_legal(Move.TAKE_BACK, fresh.state) else Move.FORGET
    return erase(fresh, move, now or timezone.now(), by)


def erase(application, move, now, by=None):
    """Empties what the applicant wrote and the mails about it, and makes the move. The row is locked."""
    outbox.forget(telling.about(application))
    for name, value in NOTHING.items():
        setattr(application, name, value)
    application.erased_at = now
    application.ended_at = application.ended_at or now
    return moved(application, move, by, now)


def locked(application):
    """The row read anew under a lock to the end of the transaction."""
    found = Application.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("organisation", "region").get(pk=application.pk)


def opened(application, by, move):
    """The application, locked, for a move that `by` may make now; else Refused."""
    fresh = locked(application)
    if not access.makes(by, move, fresh):
        raise Refused(_("Your role does not allow this."))
    if not fits(move, fresh):
        raise Refused(_("A member joins; an ally helps, and is not counted as a member."))
    if not is_legal(move, fresh.state):
        raise Refused(
            _("This is not possible any more: the application is “%(state)s” now.")
            % {"state": fresh.get_state_display()}
        )
    return fresh


def moved(application, move, by, at, **details):
    """Saves the row in the state that the move leads to, with lines in its history and in the audit log."""
    application.state = LEGAL[move][1] or application.state
    application.save()
    ApplicationEvent.objects.create(application=application, move=move, by=by, at=at, after=application.state)
    record(by, f"application.{move}", application, **details)
    return application


def told(application):
    telling.answered(application)
    return application


name_actions(
    {
        "application.receive": gettext_lazy("application received"),
        "application.contact": gettext_lazy("application answered"),
        "application.join": gettext_lazy("applicant joined"),
        "application.welcome": gettext_lazy("ally helps"),
        "application.correct": gettext_lazy("answer to an application corrected"),
        "application.decline": gettext_lazy("application declined"),
        "application.reopen": gettext_lazy("application opened again"),
        "application.pass-on": gettext_lazy("application passed on"),
        "application.take-back": gettext_lazy("application taken back"),
        "application.forget": gettext_lazy("data of an application erased as the applicant wished"),
        "application.find": gettext_lazy("application found by its contact"),
        "application.lapse": gettext_lazy("application ended without an outcome"),
        "application.erase": gettext_lazy("data of an application erased"),
        "application.view": gettext_lazy("application read"),
    }
)
