"""Numbers of applications without names: of each branch and each region, those with late ones first."""

from django.db.models import Count, F, Min, Q

from campaigns.enums import JoinState, Wish
from campaigns.models import Application


def by_branch(now):
    """[{"place", "received", "late", "contacted", "joined", "declined", "oldest"}], a row for each branch that ever got
    one. received: wait for the first answer, late among them; joined: new members, no allies; oldest: when the oldest
    of those received came (aware), None where there is none. now: aware."""
    return counted(now, "organisation")


def by_region(now):
    """The same for each region in which applicants live."""
    return counted(now, "region")


def counted(now, place):
    def of(state, **more):
        return Count("pk", filter=Q(state=state, **more))

    rows = Application.objects.order_by().values(f"{place}_id")
    rows = rows.annotate(
        received=of(JoinState.RECEIVED),
        late=of(JoinState.RECEIVED, due_at__lte=now),
        contacted=of(JoinState.CONTACTED),
        joined=of(JoinState.JOINED, wish=Wish.MEMBER),
        declined=of(JoinState.DECLINED),
        oldest=Min("received_at", filter=Q(state=JoinState.RECEIVED)),
    )
    rows = list(rows.order_by(F("late").desc(), F("oldest").asc(nulls_last=True), f"{place}_id"))
    model = Application._meta.get_field(place).related_model
    named = model.objects.in_bulk([row[f"{place}_id"] for row in rows])
    return [{**row, "place": named[row[f"{place}_id"]]} for row in rows]
