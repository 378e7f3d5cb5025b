"""The door of evidence: what proves that a task was done, and when it counts.

Evidence counts from the acceptance of its task until that is taken back (`tasking.accept`, `.reopen`), the same thing
for one objective once (`sameness`), and only in a unit that its kind proves (`PROVED_BY`). `by` is the acting User;
what is not possible raises `Refused`. amount counts in the task's unit. now: aware, default the clock.
"""

from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from appeals.models import Publication
from campaigns.campaigning import clean
from campaigns.candidates.filing import accept_private, forget, store, whole
from campaigns.enums import ONE_EACH, PROVED_BY, JoinState, MeetingState, Proof, Tier, Unit, Wish
from campaigns.headquarters import sameness
from campaigns.headquarters.door import noted, opened
from campaigns.headquarters.moves import Move
from campaigns.models import Application, Evidence, Meeting, Objective
from federation.refusals import Refused


@transaction.atomic
def publication(task, by, shown, *, amount=1, note="", now=None):
    """Lists a Publication that readers can open. Returns the Evidence."""
    fresh = proved(task, by, Proof.PUBLICATION)
    require_public(fresh, shown)
    return written(fresh, by, Proof.PUBLICATION, amount, note, now, publication=shown)


@transaction.atomic
def meeting(task, by, shown, *, amount=1, note="", now=None):
    """Lists a closed Meeting of the task's owner. Returns the Evidence."""
    fresh = proved(task, by, Proof.MEETING)
    lock_meetings([shown.pk])
    require_closed(fresh, shown)
    return written(fresh, by, Proof.MEETING, amount, note, now, meeting=shown)


@transaction.atomic
def members(task, by, *, note="", now=None):
    """Counts the workers who joined through the owner's branch and whom nothing else counts. Returns the Evidence."""
    fresh = proved(task, by, Proof.MEMBERS)
    rows = list(members_for(fresh).select_for_update(no_key=True, of=("self",)).order_by("pk"))
    if not rows:
        raise Refused(_("Nobody has joined whom no other evidence counts."))
    made = written(fresh, by, Proof.MEMBERS, len(rows), note, now)
    Application.objects.filter(pk__in=[row.pk for row in rows]).update(evidence=made)
    return made


def file(task, by, upload, *, amount=1, note="", now=None):
    """Lists an UploadedFile, judged by its content and kept in the private storage. Returns the Evidence."""
    with whole():
        fresh = proved(task, by, Proof.FILE)
        accepted = accept_private(upload)
        row = Evidence(task=fresh, kind=Proof.FILE, digest=sameness.of_file(accepted.content))
        row.file_label = accepted.name[:150]
        store(row.file, accepted.name, accepted.content)
        return saved(row, by, amount, note, now)


@transaction.atomic
def link(task, by, url, *, title_kk="", title_ru="", amount=1, note="", now=None):
    """Lists an address of the web (http, https), but none of the portal's own. Returns the Evidence.

    Accepted, readers see it: title_… say in both languages what stands there; without them they see the site's name.
    """
    fresh = proved(task, by, Proof.LINK)
    if urlsplit(url).scheme not in ("http", "https"):
        raise Refused(_("Give an address that begins with https:// or http://."))
    if sameness.is_own(url):
        raise Refused(
            _("This is a page of the portal itself: choose the publication or the meeting instead.")
        )
    shown = {"url": url, "title_kk": title_kk.strip(), "title_ru": title_ru.strip()}
    return written(fresh, by, Proof.LINK, amount, note, now, digest=sameness.of_link(url), **shown)


@transaction.atomic
def drop(evidence, by, *, now=None):
    """Takes a piece of evidence away: its file goes, the members it took can be counted anew. Returns the task."""
    fresh = opened(evidence.task, by, Move.DROP_PROOF)
    row = fresh.evidence.filter(pk=evidence.pk).first()
    if row is None:
        raise Refused(_("This evidence was taken away already."))
    forget(row.file)
    row.delete()
    noted(fresh, Move.DROP_PROOF, by, now or timezone.now())
    return fresh


# What pages and other doors ask


def shown(task):
    """What the listed evidence counts together, in the task's unit."""
    return task.evidence.aggregate(total=Sum("amount"))["total"] or 0


def publications_for(task):
    """Queryset of the publications of the task's campaign that readers can open, the newest first."""
    of_campaign = Publication.objects.public().filter(campaigns=task.objective.campaign_id)
    return of_campaign.order_by("-pk")


def meetings_for(task):
    """Queryset of the closed meetings of those who do the task, of headquarters and points below them or run by their
    organisations; of a point also those in its own labour collective, of a regional headquarters all in its region, of
    the republican one all of the campaign, whoever held them."""
    campaign = Q(campaign=task.objective.campaign_id) | Q(campaign=None)
    closed = Meeting.objects.filter(campaign, state=MeetingState.CLOSED).select_related("workplace")
    headquarters = task.headquarters
    if headquarters is None:
        own = branch_keys(task.organisation)
        return closed.filter(Q(organisation__in=own) | Q(headquarters__organisation__in=own))
    if headquarters.tier == Tier.REPUBLICAN:
        return closed
    if headquarters.tier == Tier.REGIONAL:
        return closed.filter(
            Q(headquarters__region=headquarters.region_id) | Q(region=headquarters.region_id)
        )
    below = list(headquarters.descendants(include_self=True).values_list("pk", flat=True))
    held = Q(headquarters__in=below)
    if headquarters.organisation:
        own = branch_keys(headquarters.organisation)
        held |= Q(organisation__in=own) | Q(workplace__organisation__in=own)
    return closed.filter(held)


def members_for(task):
    """Queryset of the applications that joined during the campaign where the task is done, counted by nothing yet."""
    joined = Application.objects.filter(
        wish=Wish.MEMBER, state=JoinState.JOINED, evidence=None, campaign=task.objective.campaign_id
    )
    headquarters = task.headquarters
    if headquarters is None:
        return joined.filter(organisation__in=branch_keys(task.organisation))
    if headquarters.tier == Tier.REPUBLICAN:
        return joined
    if headquarters.tier == Tier.REGIONAL:
        return joined.filter(region=headquarters.region_id)
    if headquarters.organisation:
        return joined.filter(organisation__in=branch_keys(headquarters.organisation))
    return joined.none()


def require_countable(task):
    """Refused unless all evidence of a locked task may count, as `tasking.accept` asks. Returns what it counts.

    The meetings and the objective stay locked to the end of the transaction: nobody opens a record meanwhile, and of
    two acceptances of the same meeting the second finds the first.
    """
    lock_meetings(task.evidence.filter(meeting__isnull=False).values_list("meeting", flat=True))
    Objective.objects.select_for_update(no_key=True, of=("self",)).get(pk=task.objective_id)
    rows = list(task.evidence.select_related("publication", "meeting").order_by("pk"))
    if not rows:
        raise Refused(_("Nothing proves this task any more."))
    others = Evidence.objects.granted().filter(task__objective=task.objective_id).exclude(task=task.pk)
    for row in rows:
        require_holds(task, row)
        known = others.filter(sameness.same_as(row)).first()
        if known:
            raise Refused(
                _("“%(shown)s” counts for this objective already: by task № %(number)s. Return the report.")
                % {"shown": thing(row), "number": known.task_id}
            )
    return sum(row.amount for row in rows)


# What the functions above ask


def branch_keys(organisation):
    return list(organisation.descendants(include_self=True).values_list("pk", flat=True))


def lock_meetings(keys):
    """Nobody opens these records again before the transaction ends."""
    list(
        Meeting.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=list(keys)).order_by("pk")
    )


def require_public(task, shown):
    if not Publication.objects.public().filter(pk=shown.pk).exists():
        raise Refused(_("Readers cannot open “%(shown)s”: it proves nothing.") % {"shown": shown})
    if not publications_for(task).filter(pk=shown.pk).exists():
        raise Refused(_("“%(shown)s” is no publication of this campaign.") % {"shown": shown})


def require_closed(task, shown):
    if not Meeting.objects.filter(pk=shown.pk, state=MeetingState.CLOSED).exists():
        raise Refused(
            _("The meeting “%(shown)s” is not closed: its record can still change.") % {"shown": shown}
        )
    if not meetings_for(task).filter(pk=shown.pk).exists():
        raise Refused(_("This meeting was not held by those who do the task."))


def require_holds(task, row):
    """Refused where a piece of evidence does not hold any more what it held when it was listed."""
    if row.kind == Proof.PUBLICATION:
        require_public(task, row.publication)
    elif row.kind == Proof.MEETING:
        require_closed(task, row.meeting)
    elif row.kind == Proof.FILE and row.removed_at:
        raise Refused(_("A file among the evidence was removed: nobody can look at it. Return the report."))
    elif row.kind == Proof.MEMBERS:
        joined = row.applications.filter(state=JoinState.JOINED, campaign=task.objective.campaign_id)
        if joined.count() != row.amount:
            raise Refused(
                _("The number of joined members has changed: take this evidence away and add it anew.")
            )


def written(task, by, kind, amount, note, now, **shown):
    return saved(Evidence(task=task, kind=kind, **shown), by, amount, note, now)


def proved(task, by, kind):
    """The task, locked, for a new piece of evidence of that kind."""
    fresh = opened(task, by, Move.PROVE)
    if kind not in PROVED_BY[Unit(fresh.unit)]:
        raise Refused(
            _("Evidence of this kind proves nothing in the unit “%(unit)s”.")
            % {"unit": fresh.get_unit_display()}
        )
    return fresh


def thing(row):
    """What a sentence calls the piece of evidence."""
    return row.publication or row.meeting or row.title or row.url or row.get_kind_display()


def saved(row, by, amount, note, now):
    if row.task.unit in ONE_EACH and amount != 1:
        raise Refused(_("One publication or meeting counts once."))
    row.amount, row.note, row.by, row.at = amount, note.strip(), by, now or timezone.now()
    if row.task.evidence.filter(sameness.same_as(row)).exists():
        raise Refused(_("“%(shown)s” is listed already.") % {"shown": thing(row)})
    clean(row)
    row.save()
    noted(row.task, Move.PROVE, by, row.at)
    return row
