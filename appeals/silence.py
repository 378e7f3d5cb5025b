"""Why campaign material, or results of a poll, may not become public: the clock and the imprint (DOMAIN §4).

Everything here answers with sentences in the active language and changes nothing; `door` refuses with them.
"""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from appeals.models.imprint import IMPRINT_FIELDS, LABELS
from federation.enums import Matter
from federation.models import QuietPeriod


def quiet(matter, at=None):
    """The QuietPeriod of a `Matter` that holds at `at` (aware, default now) and ends last, or None."""
    return QuietPeriod.objects.of(matter).active(at).order_by("-ends_at").first()


def unquiet_reasons(publication, at=None):
    """Why the item may not become newly public at `at` (aware, default now): sentences, [] if it may."""
    reasons = []
    if publication.campaign_material and (period := quiet(Matter.CAMPAIGN, at)):
        reasons.append(
            _(
                "The quiet period «%(name)s» lasts until %(until)s (time of Astana and Almaty): campaign material "
                "cannot become newly public before its end."
            )
            % named(period)
        )
    if publication.opinion_poll and (period := quiet(Matter.POLLS, at)):
        reasons.append(
            _(
                "The quiet period «%(name)s» lasts until %(until)s (time of Astana and Almaty): results of opinion "
                "polls cannot become newly public before its end."
            )
            % named(period)
        )
    return reasons


def imprint_reasons(publication):
    """Why campaign material cannot be public for want of its imprint: at most one sentence, with what is missing."""
    missing = publication.imprint_missing()
    if not missing:
        return []
    return [
        _("Campaign material needs its imprint in both languages to be public. Missing: %(fields)s.")
        % {"fields": ", ".join(f"«{LABELS[name]}»" for name in missing)}
    ]


def mark_reasons(publication, before, by):
    """Why `by` (a User or None) may not change marks and imprint from `before` ({field: value}) to what stands now."""
    changed = {name for name, value in before.items() if getattr(publication, name) != value}
    decides = by is not None and by.has_perm("appeals.decide_publication")
    reasons = []
    if "campaign_material" in changed:
        if not publication.campaign_material:
            reasons.append(kept_mark())
        elif publication.is_out and not marks_public(by):
            reasons.append(not_marked_by_writers())
    if "opinion_poll" in changed and not publication.opinion_poll:
        if not decides:
            reasons.append(_("Only a publisher can take the mark of an opinion poll away."))
        reasons += unmark_reasons(Matter.POLLS)
    if changed & set(IMPRINT_FIELDS) and not decides and publication.last_number:
        reasons.append(_("Only a publisher can change the imprint of what was published."))
    if changed & {"campaign_material", *IMPRINT_FIELDS} and publication.is_out:
        reasons += imprint_reasons(publication)
    return reasons


def marks_public(by):
    """Whether `by` (a User, or None for the portal itself) may mark what readers see: a silence hides it at once."""
    return by is None or by.has_perm("appeals.mark_public_publication")


def not_marked_by_writers():
    """What a writer does instead of marking what is public: a sentence."""
    return _(
        "This item is public: only a publisher or the headquarters can mark it as campaign material and enter its "
        "imprint. Ask one of them."
    )


def still_reasons(publication):
    """Why address, topics and links of public campaign material stay as they are: sentences, [] if they may change."""
    if not (publication.campaign_material and publication.is_out and (period := quiet(Matter.CAMPAIGN))):
        return []
    return [
        _(
            "The quiet period «%(name)s» lasts until %(until)s (time of Astana and Almaty): of public campaign "
            "material only what is missing in the imprint can be filled in before its end."
        )
        % named(period)
    ]


def kept_mark():
    """What to do instead of taking the mark «campaign material» away: a sentence."""
    return _(
        "The mark «campaign material» is not simply taken away. Choose «Propose as neutral» and give the reason: "
        "somebody else decides."
    )


def unmark_reasons(matter):
    """Why a mark cannot be taken away now: at most one sentence, while a quiet period of its `Matter` holds."""
    period = quiet(matter)
    if period is None:
        return []
    return [
        _(
            "The quiet period «%(name)s» lasts until %(until)s (time of Astana and Almaty): the mark cannot be taken "
            "away before its end."
        )
        % named(period)
    ]


def named(period):
    """The name of a quiet period and its end, for a sentence."""
    until = date_format(timezone.localtime(period.ends_at), "DATETIME_FORMAT")
    return {"name": period, "until": until}
