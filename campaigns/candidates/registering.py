"""The door of the branch: a candidacy is begun, written step by step, documented, and submitted.

`by` is the acting User of the branch, or None where the portal acts (demonstration). Every function works in one
transaction under a lock and leaves a line of history; what is not possible raises `Refused`. What was approved is
not written here: see `campaigns.candidates.changing`.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.campaigning import clean
from campaigns.candidates import access, telling
from campaigns.candidates.completeness import missing
from campaigns.candidates.door import against_the_law, moved, opened
from campaigns.candidates.filing import accept_photo, accept_private, forget, keep, remove, store, whole
from campaigns.candidates.identity import forget_orphan, person_of
from campaigns.candidates.linking import close_links, mail_link
from campaigns.candidates.moves import LEGAL, Move, is_legal
from campaigns.candidates.photos import require_large, require_within
from campaigns.candidates.steps import CONFIRMED, STEP_OF
from campaigns.eligibility import Seat, first_finding
from campaigns.enums import Verdict
from campaigns.models import Candidacy, Consent, Pool
from campaigns.models.papers import CONSENT
from federation.refusals import Refused

# Kept in relations, not in columns of the row.
NOT_COLUMNS = {"iin", "planks", "documents", "consent"}
# States in which papers may still be brought.
TAKES_PAPERS = LEGAL[Move.ATTACH][0]
WRITABLE = tuple(name for name in STEP_OF if name not in ("documents", "consent", "photo"))


@transaction.atomic
def begin(pool, by, *, organisation, now=None, **seat):
    """Makes a draft in the pool for the branch `organisation`. seat: the fields of the step «seat». Returns it.

    Refused where the pool is closed, and where the rules close the way of nomination: with the rule and the law.
    """
    now = now or timezone.now()
    if by is not None and organisation.pk not in access.places(by)["branch"]:
        raise Refused(_("You do not work for this branch."))
    pool = kept_pool(pool)
    require_not_closed(pool, now)
    candidacy = Candidacy(
        campaign=pool.campaign, body=pool.body, registered_by=organisation, made_by=by, made_at=now
    )
    put(candidacy, seat)
    require_open_way(candidacy)
    return moved(candidacy, Move.BEGIN, by, at=now)


@transaction.atomic
def write(candidacy, by, *, version, now=None, **fields):
    """Writes fields of one step (see `steps.STEPS`), whole or half: a draft may have gaps. Returns the candidacy.

    version: `version` of what the person opened; Overtaken when it is another one now. `iin` (12 digits or "") finds
    or makes the Person; planks is an iterable of Plank. A change of what the candidate had confirmed takes the
    confirmation back, so that it is asked for anew.
    """
    fresh = opened(candidacy, by, Move.EDIT, version=version)
    unknown = set(fields) - set(WRITABLE)
    if unknown:
        raise TypeError(f"No fields of a candidacy: {sorted(unknown)}")
    before, former = {name: value_of(fresh, name) for name in fields}, fresh.person
    put(fresh, fields)
    if {"system", "nominator"} & fields.keys():
        require_open_way(fresh)
    changed = [name for name in fields if value_of(fresh, name) != before[name]]
    if "planks" in fields:
        planks = list(fields["planks"])
        if set(planks) != set(fresh.planks.all()):
            changed.append("planks")
        fresh.planks.set(planks)
    if not changed:
        return fresh
    moved(fresh, Move.EDIT, by, at=now, fields=changed)
    if set(changed) & {*CONFIRMED, "iin"}:
        unconfirm(fresh)
    if set(changed) & {"email", "iin"}:  # the link went to somebody else
        close_links(fresh, now or timezone.now())
    if former and former.pk != fresh.person_id:
        forget_orphan(former)
    return fresh


@whole()
def photograph(candidacy, by, upload, *, crop=None, version=None, now=None):
    """Stores the photo (UploadedFile) without its camera's data, or takes it away (None). Returns the candidacy.

    crop: [left, top, width, height] in pixels of the upright photo as it is stored (longest side 1600), or None for
    the middle.
    """
    fresh = opened(candidacy, by, Move.EDIT, version=version)
    forget(fresh.photo)
    fresh.photo, fresh.photo_crop = "", None
    if upload is not None:
        accepted = accept_photo(upload)
        require_large(accepted.width, accepted.height)
        require_within(crop, accepted.width, accepted.height)
        store(fresh.photo, accepted.name, accepted.content)
        fresh.photo_crop = crop
    unconfirm(fresh)
    return moved(fresh, Move.EDIT, by, at=now, fields=["photo"])


@transaction.atomic
def crop_photo(candidacy, by, crop, *, version=None, now=None):
    """Chooses the part of the photo that is shown: [left, top, width, height] in its pixels, None for the middle."""
    fresh = opened(candidacy, by, Move.EDIT, version=version)
    if not fresh.photo:
        raise Refused(_("There is no photo yet."))
    require_within(crop, fresh.photo.width, fresh.photo.height)
    if crop == fresh.photo_crop:
        return fresh
    fresh.photo_crop = crop
    unconfirm(fresh)
    return moved(fresh, Move.EDIT, by, at=now, fields=["photo_crop"])


@whole()
def attach(candidacy, by, code, upload, *, now=None):
    """Stores a document under the code of a requirement; the one that was there goes. Returns the Document.

    Papers may still be brought when the candidacy was handed in; what the review has seen stays as it is then.
    """
    fresh = opened(candidacy, by, Move.ATTACH)
    accepted = accept_private(upload)
    formers = list(fresh.documents.filter(code=code, removed_at=None))
    if formers and not is_legal(Move.EDIT, fresh.pool_state):
        raise Refused(_("This document was handed in already. Headquarters can return the candidacy to you."))
    for former in formers:
        remove(former)
    document = keep(fresh, by, code, accepted)
    moved(fresh, Move.ATTACH, by, at=now, fields=["documents"])
    return document


@transaction.atomic
def detach(document, by):
    """Takes a document away; its file is deleted."""
    fresh = opened(document.candidacy, by, Move.EDIT)
    kept = fresh.documents.filter(pk=document.pk, removed_at=None).first()
    if kept is None:
        raise Refused(_("This document was taken away already."))
    remove(kept)
    moved(fresh, Move.EDIT, by, fields=["documents"])


@whole()
def record_consent(candidacy, by, *, scope, given_on, scan=None, now=None):
    """Writes the candidate's consent in the place of the former one. Returns the Consent, not confirmed yet.

    scope: values of `Scope`; given_on: date of the signed paper, not in the future; scan: UploadedFile, or None to
    keep the scan that is there. The candidate confirms it through the private link.
    """
    now = now or timezone.now()
    fresh = opened(candidacy, by, Move.EDIT)
    if given_on > timezone.localdate(now):
        raise Refused(_("The consent cannot be of a day to come."))
    former = fresh.consents.filter(withdrawn_at=None, replaced_at=None).first()
    paper = former.scan if former else None
    if scan is not None:
        paper = keep(fresh, by, CONSENT, accept_private(scan))
    if paper is None:
        raise Refused(_("Add a scan or a photo of the signed consent."))
    if former:
        former.replaced_at = now
        former.save(update_fields=["replaced_at"])
    consent = Consent(
        candidacy=fresh, scope=list(scope), given_on=given_on, scan=paper, recorded_by=by, recorded_at=now
    )
    clean(consent)
    consent.save()
    moved(fresh, Move.EDIT, by, at=now, fields=["consent"])
    return consent


@transaction.atomic
def submit(candidacy, by, *, version=None, now=None):
    """Hands the candidacy to headquarters, and mails the private link to a candidate who has not confirmed.

    now: aware moment at which the person asked, default the clock at the call: waiting for a lock costs nobody the
    deadline, and whoever asks at `closes_at` or later is refused. Refused while something is missing. A returned
    candidacy may come back after the pool was closed.
    """
    now = now or timezone.now()
    fresh = opened(candidacy, by, Move.SUBMIT, version=version)
    pool = Pool.objects.select_for_update(no_key=True).get(campaign=fresh.campaign_id, body=fresh.body_id)
    if fresh.submitted_at is None and not pool.is_open(now):
        raise Refused(outside(pool, now))
    gaps = missing(fresh)
    if gaps:
        raise Refused(*(str(gap) for gap in gaps))
    fresh.submitted_at = fresh.submitted_at or now
    fresh.remarks.filter(answered_at=None).update(answered_at=now)
    moved(fresh, Move.SUBMIT, by, at=now)
    if not fresh.consents.in_force().exists():
        mail_link(fresh, by, now)
    telling.submitted(fresh)
    return fresh


@transaction.atomic
def withdraw(candidacy, by, *, now=None):
    """Takes the candidacy back, from any live state; its public page goes at once."""
    fresh = opened(candidacy, by, Move.WITHDRAW)
    fresh.announced_at = None
    close_links(fresh, now or timezone.now())
    return moved(fresh, Move.WITHDRAW, by, at=now)


@transaction.atomic
def send_link(candidacy, by, *, now=None):
    """Mails the candidate a new private link; the former one closes. Refused without the candidate's own address."""
    fresh = opened(candidacy, by, Move.SEND_LINK)
    mail_link(fresh, by, now or timezone.now())


# What the functions above ask; some of it serves the other doors, too


def put(candidacy, fields):
    """Sets columns in memory; `iin` finds or makes the person, "" leaves the candidacy without one.

    Lines end in \\n, however they were sent: browsers send \\r\\n, which would make every text differ from the stored.
    """
    for name, value in fields.items():
        if name not in NOT_COLUMNS:
            setattr(candidacy, name, value.replace("\r\n", "\n") if isinstance(value, str) else value)
    if "iin" in fields:
        candidacy.person = person_of(fields["iin"], candidacy.person)


def value_of(candidacy, name):
    if name == "iin":
        return candidacy.person_id
    return None if name in NOT_COLUMNS else getattr(candidacy, name)


def kept_pool(pool):
    """The pool read anew, which nobody deletes or gives another body until the transaction ends."""
    rows = Pool.objects.select_for_update(no_key=True, of=("self",)).select_related("campaign", "body")
    held = rows.filter(pk=pool.pk).first()
    if held is None:
        raise Refused(_("This pool was deleted meanwhile."))
    return held


def require_not_closed(pool, now):
    if now >= pool.closes_at:
        raise Refused(outside(pool, now))


def outside(pool, now):
    """Why nothing is submitted to the pool at `now`: a sentence with the border."""
    moment, sentence = (
        (pool.opens_at, _("The pool opens on %(moment)s."))
        if now < pool.opens_at
        else (pool.closes_at, _("The pool was closed on %(moment)s: nothing is taken in any more."))
    )
    return sentence % {"moment": date_format(timezone.localtime(moment), "DATETIME_FORMAT")}


def closed_at(pool):
    """The sentence for a pool that takes nothing in now."""
    return outside(pool, timezone.now())


def require_open_way(candidacy):
    """Refused where the rules say that nobody stands for this body by this system and nomination (DESIGN §5)."""
    seat = Seat(candidacy.body, candidacy.system, candidacy.nominator)
    finding = first_finding(candidacy.campaign, seat)
    if finding and finding.verdict != Verdict.PASSED:
        raise Refused(against_the_law(candidacy, finding))


def unconfirm(candidacy):
    """What the candidate confirmed has changed: the confirmation is asked for anew."""
    candidacy.consents.in_force().update(confirmed_at=None)
