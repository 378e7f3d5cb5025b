"""Erases rows and files of a candidacy. Asks no right and no rule: `erasing` does, which alone calls it."""

import json
import uuid

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from campaigns.candidates.filing import forget
from campaigns.candidates.identity import locked
from campaigns.candidates.moves import Move
from campaigns.candidates.registering import close_links
from campaigns.models import (
    Candidacy,
    CandidateLink,
    ChangeRequest,
    Consent,
    Decision,
    Demand,
    Document,
    ImportRun,
    Opinion,
    Person,
    Remark,
)
from federation import outbox
from federation.bilingual import erase_texts
from federation.sealing import keyed_hash

# What was entered for the review alone, and what of it stays.
PRIVATE = {
    **dict.fromkeys(("phone", "email", "address"), ""),
    **dict.fromkeys(("disabled", "citizen", "residence_years", "bars", "other_seats", "deposit_paid"), None),
    "given": [],
}
# What readers may have seen. The seat, the branch and the path stay: without a name they are statistics.
PUBLIC = {
    **dict.fromkeys(("public_contacts", "photo"), ""),
    **dict.fromkeys(
        ("photo_crop", "primary_organisation", "industry", "person", "slug", "announced_at"), None
    ),
}
TEXTS = (
    *("family_name", "given_name", "patronymic", "sort_key", "workplace", "union_post", "party"),
    *("nominator_name", "biography", "programme", "photo_alt"),
)


def left(candidacies):
    """Of a queryset of candidacies those of whom `private` or, where readers do not see them, `everything` would erase
    something: asked of what the database holds, so that whatever comes later is found, too."""
    of_row = {"candidacy": OuterRef("pk")}
    proof = Consent.objects.in_force().filter(scan=OuterRef("pk"))
    kept = (
        ~Q(**PRIVATE)
        | Exists(Document.objects.filter(~Exists(proof), **of_row).exclude(file=""))
        | Exists(CandidateLink.objects.filter(closed_at=None, **of_row))
        | Exists(Decision.objects.exclude(reason_kk="", reason_ru="").filter(**of_row))
        | Exists(Remark.objects.exclude(text="").filter(**of_row))
        | Exists(Opinion.objects.exclude(question="", text="", given_at__isnull=False).filter(**of_row))
        | Exists(ChangeRequest.objects.exclude(reason="", decided_at__isnull=False).filter(**of_row))
    )
    hidden = ~Q(pk__in=Candidacy.objects.public().values("pk"))
    return candidacies.filter(hidden | kept, erased_at=None)


def private(candidacy):
    """Erases what readers may not see. The scan of a consent stays while it is in force."""
    Candidacy.objects.filter(pk=candidacy.pk).update(**PRIVATE)
    proofs = candidacy.consents.in_force().values("scan") if is_public(candidacy) else []
    documents(candidacy.documents.exclude(pk__in=proofs))
    reviews(candidacy)
    close_links(candidacy, timezone.now())


def everything(candidacy, now):
    """Erases all that names or describes the person; its address stays as a keyed hash."""
    hashed = (
        keyed_hash(f"{candidacy.campaign_id}:{candidacy.slug}") if candidacy.slug else candidacy.slug_hash
    )
    mails(candidacy)
    import_runs(candidacy)
    demands(candidacy)
    forget(candidacy.photo)
    row = Candidacy.objects.filter(pk=candidacy.pk)
    erase_texts(row, TEXTS)
    row.update(**PRIVATE, **PUBLIC, slug_hash=hashed, erased_at=now)
    candidacy.planks.clear()
    candidacy.materials.clear()
    documents(candidacy.documents.all())
    reviews(candidacy)
    erase_texts(candidacy.path_records.all(), ("source",))
    candidacy.path_records.update(source_url="", taken_back_reason="")
    close_links(candidacy, now)
    candidacy.consents.filter(withdrawn_at=None).update(withdrawn_at=now)


def is_public(candidacy):
    return Candidacy.objects.public().filter(pk=candidacy.pk).exists()


def documents(rows):
    """Deletes the files when the transaction commits; that there was a document stays."""
    for document in rows.exclude(file=""):
        forget(document.file)
        Document.objects.filter(pk=document.pk).update(
            file="", removed_at=document.removed_at or timezone.now()
        )


def reviews(candidacy):
    """Decisions, opinions and changes stay with who and when, without a word of what was said."""
    erase_texts(candidacy.decisions.all(), ("reason",))
    candidacy.remarks.update(text="")
    candidacy.opinions.filter(given_at=None).delete()
    candidacy.opinions.update(question="", text="")
    now = timezone.now()
    candidacy.changes.filter(decided_at=None).update(accepted=False, decided_at=now)
    candidacy.changes.update(changes={}, reason="", decision_reason="")


def person(row):
    """Erases the person (or None) when no candidacy needs the number any more; the code of open data goes with the
    last one that stands in them. Whoever gives the person to another candidacy at that moment comes before or after."""
    if row is None:
        return
    locked([row.pk])
    others = row.candidacies.filter(erased_at=None)
    if not others.live().exclude(events__move=Move.ERASE).exists():
        identity = Person.objects.filter(pk=row.pk)
        identity.update(iin="", iin_hash=None, birth_date=None, is_woman=None)
        if not others.exists():
            identity.update(code=uuid.uuid4())


def import_runs(candidacy):
    """Erases tables on their way that come from the branch or hold the person: they are given up, and can be uploaded
    anew without the row. Of a table that was taken over neither file nor report is left."""
    number = candidacy.person.iin if candidacy.person else ""
    words = [number, candidacy.phone, candidacy.email, candidacy.full_name_kk, candidacy.full_name_ru]
    words = [word for word in words if word]
    for run in ImportRun.objects.filter(pool__campaign=candidacy.campaign_id).exclude(file=""):
        told = json.dumps(run.report, ensure_ascii=False)
        if run.organisation_id == candidacy.registered_by_id or any(word in told for word in words):
            forget(run.file)
            ImportRun.objects.filter(pk=run.pk).update(file="", report=[], trouble="", state=run.State.FAILED)


def demands(candidacy):
    """Addresses of pages in demands may name the person: they go, the demands stay."""
    Demand.objects.filter(pk__in=[one.pk for one in about(candidacy)]).update(address="")


def about(candidacy):
    """[Demand] about the candidacy, locked to the end of the transaction in the order of the keys."""
    named = Q(candidacy=candidacy)
    if candidacy.slug:
        named |= Q(address__contains=f"/candidates/{candidacy.slug}/")
    return list(Demand.objects.select_for_update(of=("self",)).filter(named).order_by("pk"))


def mails(candidacy):
    """Empties mails that tell of the candidacy or name the candidate; what waits does not go out."""
    names = [name for name in (candidacy.full_name_kk, candidacy.full_name_ru) if " " in name]
    outbox.forget(candidacy.mail_about)
    outbox.forget_words(*names, candidacy.email)
