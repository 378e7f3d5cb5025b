"""The door through which campaigns change: dates and quiet periods, announcement, linked publications.

Every function works in one transaction under a lock and leaves a line in the audit log. `by` is the acting User, or
None where the portal itself acts (commands). What is not possible raises `Refused` with sentences for the person.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appeals import publishing
from campaigns.clock import Clock
from campaigns.enums import Step
from campaigns.models import Campaign, Link, Objective, RuleSet
from campaigns.objectives import standard_objectives
from federation.enums import Matter
from federation.models import QuietPeriod
from federation.models.audit import name_actions, record

# Which step of the clock forbids what.
MATTER_OF = {Step.SILENCE: Matter.CAMPAIGN, Step.POLL_BAN: Matter.POLLS}


class Refused(Exception):
    """The step is not possible. `reasons`: sentences in the active language, at least one."""

    def __init__(self, *reasons):
        self.reasons = [str(reason) for reason in reasons]
        super().__init__("\n".join(self.reasons))


@transaction.atomic
def save(campaign, by, *, dates=None, bodies=None):
    """Writes a campaign (new or changed in memory), its official dates and bodies, and its quiet periods.

    dates: the CampaignDates that hold from now on, or None to leave them. bodies: Bodies of its rule set, or None.
    A new campaign gets the federation's standard objectives. Returns the campaign.
    """
    require(by, "campaigns.lead_campaign")
    new = campaign._state.adding
    before = None if new else Campaign.objects.select_for_update().get(pk=campaign.pk)
    if before and before.slug != campaign.slug:
        raise Refused(_("The address of a campaign does not change: others cite it."))
    if before is None or (before.rule_set_id, before.called_on) != (campaign.rule_set_id, campaign.called_on):
        require_rules_of_its_day(campaign)
    try:
        campaign.full_clean()
    except ValidationError as error:
        raise Refused(*error.messages) from error
    campaign.save()
    if dates is not None:
        campaign.dates.exclude(pk__in=[date.pk for date in dates if date.pk]).delete()
        for date in dates:
            date.campaign = campaign
            date.save()
    if bodies is not None:
        if any(body.rule_set_id != campaign.rule_set_id for body in bodies):
            raise Refused(_("A body belongs to another rule set than the campaign."))
        campaign.bodies.set(bodies)
    if new:
        Objective.objects.bulk_create(
            Objective(campaign=campaign, number=number, **texts)
            for number, texts in enumerate(standard_objectives(), start=1)
        )
    keep_quiet_periods(campaign)
    record(by, "campaign.create" if new else "campaign.change", campaign, **changed(before, campaign))
    return campaign


def require_rules_of_its_day(campaign):
    """A campaign runs under the version of the rules that holds on the day of its call (else of its vote)."""
    day = campaign.called_on or campaign.voting_on
    rule_set = RuleSet.objects.in_force(campaign.rule_set.code, day)
    if rule_set != campaign.rule_set:
        said = _("On %(day)s another version of these rules holds: %(version)s.") % {
            "day": date_format(day, "DATE_FORMAT"),
            "version": f"{rule_set} ({date_format(rule_set.valid_from, 'DATE_FORMAT')})" if rule_set else "—",
        }
        raise Refused(said)


def changed(before, after):
    """{field: [old, new]} of the plain fields that differ; {} for a new campaign."""
    if before is None:
        return {}
    names = [field.attname for field in Campaign._meta.concrete_fields if field.name != "id"]
    return {
        name: [getattr(before, name), getattr(after, name)]
        for name in names
        if getattr(before, name) != getattr(after, name)
    }


def keep_quiet_periods(campaign, now=None):
    """Makes the foundation's quiet periods follow the clock of the campaign, one for each zone.

    Past ones stay as they were. Refused when one that holds at `now` (aware, default the clock) would end otherwise
    than it was announced: nobody shortens a silence.
    """
    now = now or timezone.now()
    campaign = Campaign.objects.prefetch_related("dates", "rule_set__deadlines").get(pk=campaign.pk)
    wanted = {}
    for step, matter in MATTER_OF.items():
        period = Clock(campaign).period(step)
        for zone in campaign.zones if period and not period.is_open else ():
            begins_at, ends_at = period.in_zone(zone)
            wanted[matter.value, zone, begins_at] = ends_at
    present = QuietPeriod.objects.select_for_update().filter(campaign=campaign.slug)
    for period in present:
        key = (period.matter, period.zone, period.begins_at)
        if period.begins_at <= now < period.ends_at and wanted.get(key) != period.ends_at:
            raise Refused(
                _("A quiet period holds until %(end)s: its dates cannot be changed now.")
                % {"end": date_format(timezone.localtime(period.ends_at), "DATETIME_FORMAT")}
            )
        if wanted.get(key) != period.ends_at and period.begins_at > now:
            period.delete()
    texts = {
        name: getattr(campaign, source)
        for name, source in (
            *((f"name_{code}", f"title_{code}") for code in ("kk", "ru")),
            *((f"information_{code}", f"information_{code}") for code in ("kk", "ru")),
        )
    }
    for (matter, zone, begins_at), ends_at in wanted.items():
        QuietPeriod.objects.update_or_create(
            campaign=campaign.slug,
            matter=matter,
            zone=zone,
            begins_at=begins_at,
            defaults={"ends_at": ends_at, **texts},
        )


def follow_rules(rule_set):
    """After a change of the rules: the quiet periods of its campaigns follow, in the transaction of the change."""
    for campaign in rule_set.campaigns.all():
        keep_quiet_periods(campaign)


@transaction.atomic
def announce(campaign, by):
    """Opens the pages of the campaign to readers. Refused during a silence, like all that announces (DOMAIN §4)."""
    require(by, "campaigns.lead_campaign")
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.announced_at:
        raise Refused(_("The campaign is announced already."))
    require_no_silence()
    campaign.announced_at = timezone.now()
    campaign.save(update_fields=["announced_at"])
    record(by, "campaign.announce", campaign)
    return campaign


@transaction.atomic
def retract(campaign, by):
    """Takes the pages of the campaign from the public; possible at any time."""
    require(by, "campaigns.lead_campaign")
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if not campaign.announced_at:
        raise Refused(_("The campaign is not announced."))
    campaign.announced_at = None
    campaign.save(update_fields=["announced_at"])
    record(by, "campaign.retract", campaign)
    return campaign


@transaction.atomic
def link(campaign, publication, by):
    """Counts a publication to the campaign: it becomes campaign material and gets the campaign's imprint.

    Its own imprint, where it has one, stays. Idempotent. Returns the Link.
    """
    require(by, "campaigns.link_publication")
    found, made = Link.objects.get_or_create(campaign=campaign, publication=publication, defaults={"by": by})
    if made:
        try:
            publishing.mark_campaign_material(publication, by, imprint=campaign.imprint)
        except publishing.Refused as refusal:
            raise Refused(*refusal.reasons) from refusal
        record(by, "campaign.link", campaign, publication=str(publication))
    return found


@transaction.atomic
def unlink(found, by):
    """Takes a publication out of the campaign. Its mark stays: that needs a second person."""
    require(by, "campaigns.link_publication")
    record(by, "campaign.unlink", found.campaign, publication=str(found.publication))
    found.delete()


def require(by, permission):
    if by is not None and not by.has_perm(permission):
        raise Refused(_("Your role does not allow this."))


def require_no_silence():
    period = QuietPeriod.objects.active().of(Matter.CAMPAIGN).order_by("-ends_at").first()
    if period:
        raise Refused(
            _("A quiet period holds until %(end)s (%(name)s): nothing is announced before.")
            % {
                "end": date_format(timezone.localtime(period.ends_at), "DATETIME_FORMAT"),
                "name": period,
            }
        )


name_actions(
    {
        "campaign.create": gettext_lazy("campaign created"),
        "campaign.change": gettext_lazy("campaign changed"),
        "campaign.announce": gettext_lazy("campaign announced"),
        "campaign.retract": gettext_lazy("campaign taken from the public"),
        "campaign.link": gettext_lazy("publication linked to a campaign"),
        "campaign.unlink": gettext_lazy("publication taken out of a campaign"),
    }
)
