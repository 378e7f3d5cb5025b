"""Two records of one person become one: a number was mistyped once, and the same human being stands twice."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.candidates import access, identity, telling
from campaigns.candidates.door import locked, moved, require_unlocked
from campaigns.candidates.linking import mail_link
from campaigns.candidates.moves import Move
from campaigns.candidates.registering import unconfirm
from campaigns.enums import LIVE
from campaigns.models import Candidacy
from federation.models.audit import name_actions, record
from federation.refusals import Refused


@transaction.atomic
def merge(person_from, person_into, by, *, now=None):
    """Gives all candidacies of `person_from` to `person_into`, whose number stays; the other record is deleted.

    Headquarters alone, without a ground to step back. Refused where both stand for the same body of a campaign, and
    while a list with one of the candidacies is locked. Where the date of birth changes, live candidates are asked to
    confirm anew. Branches with a live candidacy get a mail that does not say the number. Returns the Person that stays.
    """
    if not access.is_headquarters(by):
        raise Refused(_("Your role does not allow this."))
    keys = [person_from.pk, person_into.pk]
    held = [locked(row) for row in Candidacy.objects.filter(person__in=keys).order_by("pk")]
    known = {person.pk: person for person in identity.locked(keys)}
    if len(known) < 2:
        raise Refused(_("These are not two records any more."))
    gone, stays = known[person_from.pk], known[person_into.pk]
    rows = [row for row in held if row.person_id == gone.pk]
    if {row.pk for row in rows} != set(gone.candidacies.values_list("pk", flat=True)):
        raise Refused(_("Somebody registered this person at that moment. Look at both records once more."))
    require_no_overlap(gone, stays)
    for ground in filter(None, access.recusals([by], rows).values()):
        raise Refused(ground)
    live = [row for row in rows if row.known_state in LIVE]
    require_unlocked(*live)
    for row in rows:
        row.person = stays
        moved(row, Move.MERGE, by, at=now, fields=["iin"])
    anew = gone.birth_date != stays.birth_date
    for row in live:
        if anew:
            unconfirm(row)
            if row.email:
                mail_link(row, by, now or timezone.now())
        telling.merged(row, anew=anew)
    record(by, "person.merge", stays, gone=str(gone), candidacies=[row.audit_text for row in rows])
    gone.delete()
    return stays


def require_no_overlap(one, other):
    """Refused where both hold live candidacies for the same body of a campaign: one has to be withdrawn first."""
    held = set(other.candidacies.live().values_list("campaign", "body"))
    for row in one.candidacies.live().select_related("campaign", "body"):
        if (row.campaign_id, row.body_id) in held:
            raise Refused(
                _("Both records stand here: %(campaign)s, %(body)s. One of these has to be withdrawn first.")
                % {"campaign": row.campaign, "body": row.body}
            )


name_actions({"person.merge": gettext_lazy("two records of one person joined")})
