"""The door of the path after the pool: steps with date and source, and lists that are locked (DESIGN §4).

`by` is the acting User: for steps a reviewer without a ground to step back, for lists the headquarters; None where the
portal itself acts. Every function works in one transaction under a lock and leaves a line of history. Candidacies are
locked first, in the order of their keys, then the pool. What is not possible raises `Refused`.
"""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.campaigning import clean
from campaigns.candidates import access, telling
from campaigns.candidates.door import moved, opened, require_no_silence
from campaigns.candidates.filing import accept_private, keep, whole
from campaigns.candidates.moves import NEXT, Move
from campaigns.counting import vote_over_at
from campaigns.enums import PathStep, PoolState
from campaigns.models import Candidacy, ListEntry, LockedList, PathRecord, Pool
from campaigns.models.papers import PATH_SOURCE
from federation.models.audit import name_actions, record
from federation.refusals import Refused

# What only the vote decides.
AFTER_THE_VOTE = (PathStep.ELECTED, PathStep.NOT_ELECTED, PathStep.MANDATE)


@whole()
def record_step(
    candidacy, by, *, step, on, source_kk, source_ru, source_url="", upload=None, announce=True, now=None
):
    """Records the next step of an announced candidate. Returns the PathRecord.

    step: PathStep, by the order of `moves.NEXT`; on: its local date, neither before the former step nor in the future;
    source_kk, source_ru: name of the document, with its address or the file itself (UploadedFile), which stays private.
    announce: readers see it and the branch learns of it at once (refused in a silence); else see `announce_steps`.
    """
    now = now or timezone.now()
    made = walked(candidacy, by, step, on, (source_kk, source_ru, source_url), upload, announce, now)
    if announce:
        told([made])
    return made


@whole()
def record_steps(
    candidacies, by, *, step, on, source_kk, source_ru, source_url="", upload=None, announce=True, now=None
):
    """`record_step` for many at once, all or none; a branch gets one mail. Returns the PathRecords.

    Refused with a sentence for each candidate who cannot take the step.
    """
    now = now or timezone.now()
    made, reasons, source = [], [], (source_kk, source_ru, source_url)
    for candidacy in sorted(candidacies, key=lambda row: row.pk):
        try:
            made.append(walked(candidacy, by, step, on, source, upload, announce, now))
        except Refused as refusal:
            reasons += [f"{candidacy}: {reason}" for reason in refusal.reasons]
    if reasons:
        raise Refused(*reasons)
    if not made:
        raise Refused(_("Choose at least one candidate."))
    if announce:
        told(made)
    return made


@transaction.atomic
def take_back_step(candidacy, by, *, reason, now=None):
    """Takes back the last step, entered by mistake: the history keeps it with the reason. Returns the PathRecord."""
    now = now or timezone.now()
    fresh = opened(candidacy, by, Move.TAKE_BACK_STEP)
    if not reason.strip():
        raise Refused(_("Say why the step is taken back."))
    last = last_of(fresh)
    if last is None:
        raise Refused(_("No step is recorded for this candidate."))
    last.taken_back_at, last.taken_back_reason = now, reason.strip()
    clean(last)
    last.save(update_fields=["taken_back_at", "taken_back_reason"])
    former = last_of(fresh)
    fresh.path = former.step if former else PathStep.IN_POOL
    moved(fresh, Move.TAKE_BACK_STEP, by, at=now, fields=["path"])
    return last


@transaction.atomic
def announce_steps(pool, by, *, now=None):
    """Announces the steps of a pool that wait and lie before the reviewer. Refused in a silence. Returns them."""
    now = now or timezone.now()
    require_no_silence()
    wanted = waiting_steps(pool, by)
    rows = Candidacy.objects.filter(pk__in=wanted.values("candidacy")).order_by("pk")
    fresh = {row.pk: opened(row, by, Move.ANNOUNCE) for row in rows}
    # Read once they are locked: others may have announced a step meanwhile, or taken it back.
    waiting = list(wanted.filter(candidacy__in=fresh).order_by("candidacy", "on", "pk"))
    if not waiting:
        raise Refused(_("No step waits for its announcement."))
    for step in waiting:
        step.announced_at = now
        step.save(update_fields=["announced_at"])
    for key in dict.fromkeys(step.candidacy_id for step in waiting):
        moved(fresh[key], Move.ANNOUNCE, by, at=now, fields=["path"])
    told(waiting)
    return waiting


def waiting_steps(pool, by):
    """PathRecords of the pool that are not announced yet, of candidacies that lie before the reviewer."""
    return PathRecord.objects.filter(
        candidacy__in=access.lying_before(by) if by else Candidacy.objects.all(),
        candidacy__campaign=pool.campaign_id,
        candidacy__body=pool.body_id,
        candidacy__pool_state=PoolState.APPROVED,
        candidacy__erased_at=None,
        announced_at=None,
        taken_back_at=None,
    ).select_related("candidacy")


@transaction.atomic
def lock_list(pool, by, *, decision_kk, decision_ru, now=None):
    """Locks the list of a pool: its approved candidates in the order of the Kazakh alphabet. Returns the LockedList.

    decision_kk, decision_ru: the decision by which it is locked. Until it is unlocked the pool takes no decision and no
    change (`door.require_unlocked`); withdrawal and takedown always work. Refused while candidacies still wait.
    """
    require_headquarters(by)
    # Decisions lock the pool, too: those before this one are counted here, those after it find the list locked.
    pool = Pool.objects.select_for_update(no_key=True).get(pk=pool.pk)
    if pool.lists.filter(unlocked_at=None).exists():
        raise Refused(_("The list of this pool is locked already."))
    if not (decision_kk.strip() and decision_ru.strip()):
        raise Refused(_("Name the decision in both languages."))
    own = Candidacy.objects.filter(campaign=pool.campaign_id, body=pool.body_id, erased_at=None)
    waiting = own.filter(pool_state=PoolState.SUBMITTED).count()
    if waiting:
        raise Refused(
            _("Candidacies still wait for a decision: %(count)s. Decide on them first.") % {"count": waiting}
        )
    approved = list(own.filter(pool_state=PoolState.APPROVED).order_by("sort_key_kk", "pk"))
    if not approved:
        raise Refused(_("Nobody is in the pool yet: there is no list to lock."))
    last = pool.lists.order_by("-number").first()
    made = LockedList(
        pool=pool,
        number=last.number + 1 if last else 1,
        locked_at=now or timezone.now(),
        locked_by=by,
        decision_kk=decision_kk.strip(),
        decision_ru=decision_ru.strip(),
    )
    clean(made)
    made.save()
    ListEntry.objects.bulk_create(
        ListEntry(list=made, candidacy=row, order=order) for order, row in enumerate(approved, start=1)
    )
    record(by, "list.lock", made, candidates=len(approved))
    return made


@transaction.atomic
def unlock(locked_list, by, *, reason, now=None):
    """Opens the pool for decisions again; the list stays in the history with the reason. Returns it."""
    require_headquarters(by)
    held = LockedList.objects.select_for_update(of=("self",)).select_related("pool").get(pk=locked_list.pk)
    if held.unlocked_at:
        raise Refused(_("This list is unlocked already."))
    if not reason.strip():
        raise Refused(_("Say why the list is unlocked."))
    held.unlocked_at, held.unlocked_by, held.unlock_reason = now or timezone.now(), by, reason.strip()
    held.save(update_fields=["unlocked_at", "unlocked_by", "unlock_reason"])
    record(by, "list.unlock", held)
    return held


# What the functions above ask


def walked(candidacy, by, step, on, source, upload, announce, now):
    """The new PathRecord, the candidacy with it."""
    fresh = opened(candidacy, by, Move.RECORD_STEP)
    if fresh.announced_at is None:
        raise Refused(_("The decision on this candidacy is not announced yet: announce it first."))
    if announce:
        require_no_silence()
    require_next(fresh, step)
    require_day(fresh, step, on, now)
    source_kk, source_ru, source_url = (text.strip() for text in source)
    if not (source_kk and source_ru):
        raise Refused(_("Name the source document in both languages."))
    if not source_url and upload is None:
        raise Refused(_("Give the address of the source document, or the document itself."))
    document = None
    if upload is not None:
        upload.seek(0)  # the same file for several candidates
        document = keep(fresh, by, PATH_SOURCE, accept_private(upload))
    made = PathRecord(
        candidacy=fresh,
        step=step,
        on=on,
        source_kk=source_kk,
        source_ru=source_ru,
        source_url=source_url,
        document=document,
        by=by,
        at=now,
        announced_at=now if announce else None,
    )
    clean(made)
    made.save()
    fresh.path = step
    moved(fresh, Move.RECORD_STEP, by, at=now, fields=["path"])
    return made


def last_of(candidacy):
    """The last step of the path that counts, a PathRecord or None: each follows from the one before."""
    return candidacy.path_records.filter(taken_back_at=None).order_by("at", "pk").last()


def require_next(candidacy, step):
    if step in NEXT[candidacy.path]:
        return
    now = PathStep(candidacy.path).label
    names = ", ".join(f"“{PathStep(one).label}”" for one in NEXT[candidacy.path])
    if not names:
        raise Refused(_("The path ended with the step “%(now)s”.") % {"now": now})
    raise Refused(
        _("After the step “%(now)s” may come: %(names)s; not “%(step)s”.")
        % {"now": now, "names": names, "step": PathStep(step).label}
    )


def require_day(candidacy, step, on, now):
    if on > timezone.localdate(now):
        raise Refused(_("The date of the step lies in the future."))
    last = last_of(candidacy)
    earliest = last.on if last else timezone.localdate(candidacy.decided_at)
    if on < earliest:
        raise Refused(
            _("The step before is of %(day)s: this one cannot be earlier.")
            % {"day": date_format(earliest, "DATE_FORMAT")}
        )
    if step not in AFTER_THE_VOTE:
        return
    over = vote_over_at(candidacy.campaign)
    if now < over or on < candidacy.campaign.voting_on:
        raise Refused(
            _("This step comes after the vote, which is over on %(moment)s.")
            % {"moment": date_format(timezone.localtime(over), "DATETIME_FORMAT")}
        )


def require_headquarters(by):
    if by is not None and not access.is_headquarters(by):
        raise Refused(_("Your role does not allow this."))


def told(records):
    """Tells each branch of the announced steps of its own candidates, in one mail a person."""
    of_branch = defaultdict(list)
    for one in records:
        of_branch[one.candidacy.registered_by_id].append(one)
    for rows in of_branch.values():
        first = rows[0].candidacy
        telling.tell(telling.branch_of(first), "steps", "candidates", first, records=rows)


name_actions(
    {
        "list.lock": gettext_lazy("list of candidates locked"),
        "list.unlock": gettext_lazy("list of candidates unlocked"),
        "list.print": gettext_lazy("list of candidates printed"),
    }
)
