"""Which quiet periods the clock of a campaign asks for (DOMAIN §4). `campaigns.campaigning` keeps them."""

from campaigns.enums import Step
from federation.enums import Matter
from federation.models import QuietPeriod

# Which step of the clock forbids what.
MATTER_OF = {Step.SILENCE: Matter.CAMPAIGN, Step.POLL_BAN: Matter.POLLS}


def quiet_periods(clock):
    """The QuietPeriods that the clock of a campaign asks for, unsaved: [] while their dates are not known."""
    campaign = clock.campaign
    longest = QuietPeriod._meta.get_field("name").max_length
    texts = {
        f"{name}_{code}": value[:longest] if name == "name" else value
        for name, source in (("name", "title"), ("information", "information"))
        for code in ("kk", "ru")
        for value in [getattr(campaign, f"{source}_{code}")]
    }
    return [
        QuietPeriod(
            campaign=campaign.slug,
            matter=matter,
            zone=zone,
            begins_at=period.in_zone(zone)[0],
            ends_at=period.in_zone(zone)[1],
            **texts,
        )
        for step, matter in MATTER_OF.items()
        for period in [clock.period(step)]
        if period and not (period.is_open or period.is_reversed)
        for zone in period.zones
    ]
