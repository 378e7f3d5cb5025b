"""The door through which pools change: their window, target and aims."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.campaigning import clean
from campaigns.candidates import access
from campaigns.clock import Clock
from campaigns.comparing import changed, columns
from campaigns.enums import Step
from campaigns.models import Candidacy, Pool
from federation.models.audit import name_actions, record
from federation.refusals import Refused


@transaction.atomic
def save(pool, by):
    """Writes a pool, new or changed in memory, with a line in the audit log. Returns it.

    by: headquarters or an administrator, None for the portal itself. Refused where candidacies lie in the pool and its
    campaign or body would become another one.
    """
    require(by)
    before = Pool.objects.select_for_update().filter(pk=pool.pk).first()
    if before and has_candidacies(before) and key_of(before) != key_of(pool):
        raise Refused(_("Candidacies lie in this pool: its campaign and body do not change."))
    clean(pool)
    said_before = said(before) if before else {}
    pool.save()
    record(
        by,
        "pool.change" if before else "pool.create",
        pool,
        **(changed(said_before, said(Pool.objects.get(pk=pool.pk))) if before else {}),
    )
    return pool


@transaction.atomic
def remove(pool, by):
    """Deletes a pool into which nobody entered a candidacy."""
    require(by)
    pool = Pool.objects.select_for_update().get(pk=pool.pk)
    if has_candidacies(pool):
        raise Refused(_("Candidacies lie in this pool: it cannot be deleted."))
    record(by, "pool.remove", pool)
    pool.delete()


def default_window(campaign):
    """(opens, closes) as aware moments: the nomination by the campaign's clock; None where a border is not known."""
    period = Clock(campaign).period(Step.NOMINATION)
    return (period.begins_at, period.ends_at) if period else (None, None)


def has_candidacies(pool):
    """Whether anybody entered a candidacy, a draft included, or a table of them, or its list was ever locked."""
    entered = Candidacy.objects.filter(campaign=pool.campaign_id, body=pool.body_id)
    return entered.exists() or pool.imports.exists() or pool.lists.exists()


def require(by):
    if by is not None and not access.leads_pools(by):
        raise Refused(_("Your role does not allow this."))


def key_of(pool):
    return pool.campaign_id, pool.body_id


def said(pool):
    """{column: value} as the audit log keeps it: moments in UTC."""
    row = Pool.objects.filter(pk=pool.pk).values(*columns(Pool)).get()
    return {
        name: value.astimezone(datetime.UTC) if isinstance(value, datetime.datetime) else value
        for name, value in row.items()
    }


name_actions(
    {
        "pool.create": gettext_lazy("pool of candidates created"),
        "pool.change": gettext_lazy("pool of candidates changed"),
        "pool.remove": gettext_lazy("pool of candidates deleted"),
    }
)
