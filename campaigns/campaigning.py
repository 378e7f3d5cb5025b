"""The door through which campaigns change: dates and quiet periods, announcement, linked publications.

Every function works in one transaction under a lock and leaves a line in the audit log. `by` is the acting User, or
None where the portal itself acts (commands). What is not possible raises `Refused` with sentences for the person.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appeals import publishing
from campaigns.clock import Clock, least_silence
from campaigns.comparing import changed, fingerprint, snapshot
from campaigns.enums import Step
from campaigns.models import Campaign, Link, Objective, Plank, RuleSet
from campaigns.objectives import standard_objectives
from federation.enums import Matter
from federation.models import QuietPeriod
from federation.models.audit import name_actions, record
from federation.refusals import Refused


class Overtaken(Refused):
    """Somebody else changed the campaign after this person had opened it."""


class BeginsSilence(Refused):
    """By these dates silence would hold from this moment, and the person has not confirmed that."""


@transaction.atomic
def save(campaign, by, *, dates=None, bodies=None, objectives=None, opened=None, silence_now=False):
    """Writes a campaign (new or changed in memory) with what hangs on it, and its quiet periods, all or nothing.

    dates: the CampaignDates that hold from now on; bodies: Bodies of its rule set; objectives: its Objectives in
    their order, which number them from 1. None leaves each as it was; a new campaign then gets the federation's
    standard objectives. A platform is linked like any publication of the campaign. opened: the
    `fingerprint` of what the person opened; Overtaken when it is another one now. silence_now: whether its silence
    may begin with this act, which nobody could end early; else BeginsSilence. Returns the campaign, its rows read
    anew when asked.
    """
    require(by, "campaigns.lead_campaign")
    # Whoever changes the rules locks them before the campaigns: this act reads them before or after, not amid.
    rule_set = RuleSet.objects.select_for_update(no_key=True).get(pk=campaign.rule_set_id)
    if rule_set.demonstration and not campaign.demonstration:
        raise Refused(_("Rules of a demonstration are for campaigns that are one."))
    before = None if campaign._state.adding else Campaign.objects.select_for_update().get(pk=campaign.pk)
    if before and before.slug != campaign.slug:
        raise Refused(_("The address of a campaign does not change: others cite it."))
    if before is None and QuietPeriod.objects.filter(campaign=campaign.slug).exists():
        raise Refused(_("Quiet periods are entered by hand under this address already: choose another one."))
    if before and opened and opened != fingerprint(before):
        raise Overtaken(
            _(
                "Somebody changed this campaign after you had opened it. What you typed is below, not saved yet."
            )
        )
    if before and before.announced_at and before.platform_id and before.platform_id != campaign.platform_id:
        raise Refused(_("The platform of an announced campaign does not change: its steps are cited."))
    if before:
        require_what_was_voted(before, campaign)
    if before is None or rules_and_day(before) != rules_and_day(campaign):
        require_rules_of_its_day(campaign)
    # Announcing and retracting are moves of their own: a form that was open meanwhile undoes neither.
    campaign.announced_at = before.announced_at if before else None
    clean(campaign)
    said_before = snapshot(before) if before else {}
    silent_before = is_silent(campaign)
    campaign.save()
    if dates is not None:
        replace(campaign.dates, dates, campaign)
    if bodies is not None:
        campaign.bodies.set(bodies)
    require_bodies_of_its_rules(campaign)
    if campaign.platform and (before is None or before.platform_id != campaign.platform_id):
        link(campaign, campaign.platform, by)
    if objectives is None and before is None:
        objectives = [Objective(**texts) for texts in standard_objectives(campaign.kind)]
    if objectives is not None:
        # Two rows must not bear one number for a moment, when they change places.
        campaign.objectives.update(number=F("number") + 10_000)
        for number, objective in enumerate(objectives, start=1):
            objective.number = number
        replace(campaign.objectives, objectives, campaign)
    keep_quiet_periods(campaign)
    if not silence_now and not silent_before and is_silent(campaign):
        raise BeginsSilence(
            _(
                "With these dates silence would hold from this moment, and nobody could end it early. Check the dates; "
                "if they are right, confirm it."
            )
        )
    # What was read along with it before (dates, rules) may not hold any more.
    campaign.refresh_from_db()
    details = changed(said_before, snapshot(campaign)) if before else {}
    if campaign.announced_at and SAID & details.keys():
        require_no_silence()  # readers would see it at once
    record(by, "campaign.change" if before else "campaign.create", campaign, **details)
    return campaign


def replace(manager, rows, campaign):
    """Makes `rows` (new, or changed in memory) all that the manager of the campaign has."""
    manager.exclude(pk__in=[row.pk for row in rows if row.pk]).delete()
    for row in rows:
        row.campaign = campaign
        clean(row)
        row.save()


def clean(row, exclude=()):
    """Refused with the sentences of `full_clean`. exclude: names of fields that are filled later."""
    try:
        row.full_clean(exclude=exclude)
    except ValidationError as error:
        raise Refused(*error.messages) from error


# What the pages of an announced campaign say, and the notice of its silence.
SAID = {
    *(f"{name}_{code}" for name in ("title", "summary", "question", "information") for code in ("kk", "ru")),
    *("platform", "objectives"),
}

# What a vote was: others count results by it.
OF_THE_VOTE = ("kind", "rule_set_id", "called_on", "voting_on", "demonstration")


def require_what_was_voted(before, campaign):
    """What a vote was does not change once its day is past or results are entered; made-up ones without may move."""
    if all(getattr(before, name) == getattr(campaign, name) for name in OF_THE_VOTE):
        return
    is_past = before.voting_on < timezone.localdate() and not before.demonstration
    if is_past or before.results.exists():
        raise Refused(
            _(
                "The vote is over: its kind, rules, call, voting day and mark of a demonstration do not change any "
                "more. If they were entered wrongly, make a new campaign."
            )
        )


def is_silent(campaign):
    """Whether a silence of this campaign holds now, in any zone."""
    return QuietPeriod.objects.of(Matter.CAMPAIGN).active().filter(campaign=campaign.slug).exists()


def rules_and_day(campaign):
    """The version of the rules, and the day by which it is chosen."""
    return campaign.rule_set_id, campaign.day_of_rules


def require_rules_of_its_day(campaign):
    """A campaign runs under the version of the rules that holds on the day of its call (else of its vote)."""
    day = campaign.day_of_rules
    rule_set = RuleSet.objects.in_force(campaign.rule_set.code, day)
    if rule_set is None:
        raise Refused(
            _("These rules hold only from %(from)s; the campaign is of %(day)s.")
            % {
                "from": date_format(campaign.rule_set.valid_from, "DATE_FORMAT"),
                "day": date_format(day, "DATE_FORMAT"),
            }
        )
    if rule_set != campaign.rule_set:
        raise Refused(
            _("On %(day)s another version of these rules holds: %(version)s.")
            % {
                "day": date_format(day, "DATE_FORMAT"),
                "version": f"{rule_set} ({date_format(rule_set.valid_from, 'DATE_FORMAT')})",
            }
        )


def require_bodies_of_its_rules(campaign):
    """What is elected stands in the rules of the campaign, and what has constituencies is elected."""
    if campaign.bodies.exclude(rule_set=campaign.rule_set_id).exists():
        raise Refused(_("A body belongs to another rule set than the campaign."))
    left = campaign.constituencies.exclude(body__in=campaign.bodies.all()).select_related("body").first()
    if left:
        raise Refused(
            _("%(body)s has constituencies in this campaign: delete them first.") % {"body": left.body}
        )


def keep_quiet_periods(campaign, now=None):
    """Makes the foundation's quiet periods follow the clock of the campaign, one for each zone.

    What is over stays as it was. The campaign is locked to the end of the transaction: of two acts at once, the second
    reads what the first one wrote. Refused when steps contradict themselves, and when a period that holds at `now`
    (aware, default the clock) would begin or end otherwise than it was announced: nobody shortens a silence.
    """
    now = now or timezone.now()
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    clock = Clock(campaign)
    reversed_steps = [
        _("%(step)s: the end is not after the beginning.") % {"step": step.label}
        for step in clock.reversed_steps()
    ]
    if reversed_steps:
        raise Refused(*reversed_steps)
    require_covered(campaign, clock)
    wanted = {(row.matter, row.zone, row.begins_at): row for row in clock.quiet_periods()}
    for present in QuietPeriod.objects.select_for_update().filter(campaign=campaign.slug):
        found = wanted.get((present.matter, present.zone, present.begins_at))
        if present.begins_at <= now < present.ends_at and (not found or found.ends_at != present.ends_at):
            raise Refused(
                _("A quiet period holds until %(end)s: its dates cannot be changed now.")
                % {"end": date_format(timezone.localtime(present.ends_at), "DATETIME_FORMAT")}
            )
        if found:
            found.pk, found._state.adding = present.pk, False
        elif present.begins_at > now:
            present.delete()
    for row in wanted.values():
        if row._state.adding or row.ends_at > now:
            row.save()


def require_covered(campaign, clock):
    """Silence covers the eve and the voting day, and a ban on polls covers the voting day, whatever date is entered."""
    begins, ends = least_silence(campaign)
    silence, polls = clock.period(Step.SILENCE), clock.period(Step.POLL_BAN)
    if silence.begins > begins or silence.ends < ends:
        raise Refused(_("Silence lasts at least from 00:00 of the eve to 24:00 of the voting day."))
    if polls and not polls.is_open and (polls.begins > begins or polls.ends < ends):
        raise Refused(_("The ban on opinion polls covers at least the eve and the voting day."))


def follow_rules(rule_set):
    """After a change of the rules: the quiet periods of its campaigns follow, in the transaction of the change."""
    for campaign in rule_set.campaigns.order_by("pk"):
        keep_quiet_periods(campaign)


@transaction.atomic
def announce(campaign, by):
    """Opens the pages of the campaign to readers; they bear its imprint.

    Refused without the imprint, and during a silence, like all that announces (DOMAIN §4).
    """
    require(by, "campaigns.lead_campaign")
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if campaign.announced_at:
        raise Refused(_("The campaign is announced already."))
    require_no_silence()
    campaign.announced_at = timezone.now()
    clean(campaign)
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
    if publication.is_out:
        require(by, "appeals.mark_public_publication")
    found, made = Link.objects.get_or_create(campaign=campaign, publication=publication, defaults={"by": by})
    if made:
        publishing.mark_campaign_material(publication, by, imprint=campaign.imprint)
        record(by, "campaign.link", campaign, publication=f"№ {publication.pk}")
    return found


@transaction.atomic
def unlink(found, by):
    """Takes a publication out of the campaign. Its mark stays: that needs a second person."""
    require(by, "campaigns.link_publication")
    if found.campaign.platform_id == found.publication_id:
        raise Refused(_("It is the platform of the campaign: choose another platform there first."))
    record(by, "campaign.unlink", found.campaign, publication=f"№ {found.publication_id}")
    found.delete()


# What staff write of a plank; its heading follows the platform.
OF_A_PLANK = ("objective_id", "initiative_kk", "initiative_ru", "done_kk", "done_ru")


@transaction.atomic
def write_plank(plank, by):
    """Writes what a plank wants and what was done for it; nothing else of it. Returns it as it stands now.

    Readers see it at once, on an address that stays open in a silence: then it is refused like all that is new.
    """
    require(by, "campaigns.lead_campaign")
    require_no_silence()
    stored = Plank.objects.select_for_update().get(pk=plank.pk)
    before = {name: getattr(stored, name) for name in OF_A_PLANK}
    after = {name: getattr(plank, name) for name in OF_A_PLANK}
    for name, value in after.items():
        setattr(stored, name, value)
    clean(stored)
    stored.save(update_fields=OF_A_PLANK)
    record(by, "plank.change", stored, **changed(before, after))
    return stored


def require(by, permission):
    """Raises Refused unless `by` is None (the portal itself) or holds the permission."""
    if by is not None and not by.has_perm(permission):
        raise Refused(_("Your role does not allow this."))


def require_no_silence():
    """Raises Refused while a silence of any campaign holds in any zone; names it and its end."""
    period = QuietPeriod.objects.active().of(Matter.CAMPAIGN).order_by("-ends_at").first()
    if period:
        raise Refused(
            _("A quiet period holds until %(end)s (%(name)s): nothing is announced or said anew before.")
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
        "plank.change": gettext_lazy("plank of a platform changed"),
    }
)
