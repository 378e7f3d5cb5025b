"""Mail on what is new: asked for, confirmed by the owner of the address, sent once for each publication, given up.

**The key in the links** of a subscription's mails is made anew for each mail, of the row and PERSONAL_DATA_HASH_KEY,
which never changes, unlike SECRET_KEY: a link to unsubscribe must work for years. The row keeps its hash alone, so that
whoever reads it can neither confirm nor unsubscribe for others. Who gives a subscription up and asks once more gets
another key, as `asked_at` is part of it: the links of old mails do not end the new subscription.

**What is mailed:** the first edition of a publication that readers see, once it may stand on main pages
(`EditionQuerySet.promoted`): what was published in a silence goes out after it. Later editions are not: a correction is
no news, and readers of the page are told of it there. Pages of the portal are not, either.

**To whom:** to those who had confirmed before the publication became public. So documents of an archive, which count as
public since long ago, and all that is older than the subscription are mailed to nobody, without a list of exceptions.
An address with several matching subscriptions gets one mail.
"""

import logging
from datetime import UTC, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from appeals import notifications
from appeals.enums import Kind
from appeals.models import Edition, Publication
from appeals.models.editions import QUIETED
from federation import outbox
from federation.models import Mail
from federation.notifications import send
from federation.sealing import keyed_hash
from federation.site.models import Mailing, Subscription

logger = logging.getLogger(__name__)
CONFIRM_DAYS = 7
# So many mails a day ask one address to confirm: nobody can flood a stranger with ours, nor keep them out for long.
ASKED_AT_MOST = 3
# What was held back for longer, by whatever, is no news any more.
NEWS_DAYS = 30


def token_of(subscription):
    """The key in the links of its mails: 32 hexadecimal digits, the same each time."""
    asked_at = subscription.asked_at.astimezone(UTC).isoformat()
    places = f"{subscription.region_id}:{subscription.campaign_id}"
    return keyed_hash(f"subscription:{subscription.email_hash}:{places}:{asked_at}")[:32]


def hash_of(token):
    """What the database keeps of a key."""
    return keyed_hash(f"key of a subscription:{token}")


def opened(token):
    """The Subscription of a key, or None."""
    return Subscription.objects.filter(token_hash=hash_of(token)).select_related("region", "campaign").first()


def address(name, subscription, language):
    """Absolute address of the page `site:<name>` of a subscription, in the language."""
    with override(language):
        return settings.SITE_URL + reverse(f"site:{name}", args=[token_of(subscription)])


@transaction.atomic
def subscribe(email, *, language, region=None, campaign=None, now=None):
    """Writes a mail to the address: to confirm, or, where it is confirmed, that it is. Once a day for each wish.

    After ASKED_AT_MOST mails of a day that ask to confirm nothing happens until the next day.

    Whether the address is known cannot be told from what happens here: a mail is all that comes of it. language: "kk",
    "ru"; region, campaign: rows, or None for all of them. Returns nothing.
    """
    now = now or timezone.now()
    hashed = keyed_hash(f"subscriber:{email.lower()}")
    mine = Subscription.objects.filter(email_hash=hashed)
    asked = mine.filter(region=region, campaign=campaign).first()
    if not (asked and asked.confirmed_at) and mails_to_confirm(mine, now) >= ASKED_AT_MOST:
        return
    if asked is None:
        new = Subscription(email_hash=hashed, region=region, campaign=campaign, asked_at=now)
        asked, _is_new = mine.get_or_create(  # somebody may ask for the same at this very moment
            email_hash=hashed,
            region=region,
            campaign=campaign,
            defaults={
                "email": email,
                "language": language,
                "asked_at": now,
                "token_hash": hash_of(token_of(new)),
            },
        )
    template = "known" if asked.confirmed_at else "confirm"
    _write(
        asked,
        f"site/mail/{template}",
        {},
        language,
        key=key_of(template, asked.pk, now),
    )


def key_of(template, pk, now):
    """The key of a mail that answers the wish of a subscription: one a day."""
    return f"{template}:{pk}:{timezone.localdate(now)}"


def mails_to_confirm(subscriptions, now):
    """How many mails of today ask to confirm one of them."""
    keys = [key_of("confirm", pk, now) for pk in subscriptions.values_list("pk", flat=True)]
    return Mail.objects.filter(key__in=keys).count()


def _write(subscription, template, context, language, **options):
    """A mail of the subscription, with the ways out of it in its text and its headers (RFC 2369, RFC 8058).

    options: key, matters, about, as `outbox.queue` takes them.
    """
    unsubscribe_url = address("unsubscribe", subscription, language)
    context |= {
        "subscription": subscription,
        "confirm_url": address("subscription", subscription, language),
        "unsubscribe_url": unsubscribe_url,
        "days": CONFIRM_DAYS,
    }
    options["about"] = [about(subscription.pk), *options.get("about", ())]
    headers = {
        "List-Unsubscribe": f"<{unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    send(subscription.email, template, context, language, headers=headers, private=True, **options)


def about(pk):
    """Word by which the mails of a subscription are found."""
    return f"subscription:{pk}"


@transaction.atomic
def confirm(token, now=None):
    """Confirms the subscription of a key. Returns it, or None where there is none (any more). Twice does no harm."""
    subscription = opened(token)
    if subscription and not subscription.confirmed_at:
        subscription.confirmed_at = now or timezone.now()
        subscription.save(update_fields=["confirmed_at"])
    return subscription


@transaction.atomic
def unsubscribe(token):
    """Deletes the subscription of a key, and its mails in the outbox. Without one nothing happens."""
    _delete(Subscription.objects.filter(token_hash=hash_of(token)))


@transaction.atomic
def erase_unconfirmed(now=None):
    """Deletes what nobody confirmed within CONFIRM_DAYS at `now` (aware, default the clock), and its mails.

    Returns how many rows.
    """
    since = (now or timezone.now()) - timedelta(days=CONFIRM_DAYS)
    return _delete(Subscription.objects.filter(confirmed_at=None, asked_at__lt=since))


def _delete(found):
    """Deletes subscriptions with their mails in the outbox; a mail that is being written waits, and then finds none."""
    keys = list(found.select_for_update().values_list("pk", flat=True))
    for pk in keys:
        outbox.forget(about(pk))
    Subscription.objects.filter(pk__in=keys).delete()
    return len(keys)


def unmailed(now):
    """Editions whose subscribers have to be told, the oldest first."""
    told = Mailing.objects.filter(edition__publication=OuterRef("publication"))
    found = Edition.objects.promoted(now).filter(
        ~Exists(told), first_public_from__gt=now - timedelta(days=NEWS_DAYS)
    )
    return found.exclude(kind=Kind.PAGE).select_related("publication").order_by("first_public_from", "pk")


def recipients(edition):
    """Subscriptions that an edition concerns, one for each address."""
    publication = edition.publication
    campaigns = Q(campaign__links__publication=publication) | Q(campaign__platform=publication)
    matching = Subscription.objects.confirmed().filter(
        Q(region=None) | Q(region__in=publication.regions.values("pk")),
        Q(campaign=None) | campaigns,
        confirmed_at__lte=edition.first_public_from,
    )
    return matching.order_by("email_hash", "pk").distinct("email_hash")


def mail_new(now=None):
    """Tells the subscribers of what is new at `now` (aware, default the clock). Returns how many mails were written.

    Each edition in a transaction of its own with its Mailing, and never twice. An edition that fails stops no other:
    what failed is raised at the end, as one ExceptionGroup; it is tried again the next time.
    """
    now = now or timezone.now()
    count, failed = 0, []
    for edition in unmailed(now):
        try:
            count += _mail_one(edition, now)
        except Exception as error:  # whatever it is, readers have to hear of the others
            error.add_note(f"Mailing of edition № {edition.pk}")
            failed.append(error)
    if failed:
        raise ExceptionGroup("Editions whose subscribers were not told", failed)
    return count


@transaction.atomic
def _mail_one(edition, now):
    # Whoever withdraws waits for the mails, and takes them back; or was quicker, and nothing is written.
    edition.publication = Publication.objects.select_for_update(no_key=True).get(pk=edition.publication_id)
    if not Edition.objects.promoted(now).filter(pk=edition.pk).exists():
        return 0
    mailing, is_new = Mailing.objects.get_or_create(edition=edition)
    if not is_new:
        return 0
    for pk in recipients(edition).values_list("pk", flat=True):
        try:
            mailing.recipients += _mail_to(pk, edition)
        except Exception as error:  # an address that no key opens must not keep the news from the others
            # Not what the error says: it may quote the row.
            logger.error("Subscription № %s was not told: %s", pk, type(error).__name__)
    mailing.save(update_fields=["recipients"])
    return mailing.recipients


@transaction.atomic
def _mail_to(pk, edition):
    """Writes the mail of one subscriber; whether they still subscribe. The row is locked: who gives it up comes after
    the mail and empties it, or before."""
    subscription = Subscription.objects.select_for_update(no_key=True).filter(pk=pk).first()
    if subscription is None:
        return False
    publication, language = edition.publication, subscription.language
    _write(
        subscription,
        "site/mail/new",
        {"edition": edition, "imprint": publication.imprint_lines(language)},
        language,
        key=f"mailing:{edition.pk}:{pk}",
        matters=[matter.value for mark, matter in QUIETED.items() if getattr(publication, mark)],
        about=[notifications.mailing(publication)],
    )
    return True
