"""Applications to join, subscriptions, and mails of the demonstration."""

from datetime import datetime, timedelta

from django.utils import timezone

from campaigns.enums import Wish
from campaigns.headquarters import digest
from campaigns.joining import applying
from campaigns.models import Application, Campaign
from federation.models import Industry, Mail, Region
from federation.models.mail import MailState
from federation.site import subscribing
from federation.site.demo.candidates import RUNNING
from federation.site.demo.content import HOUR, read
from federation.site.demo.headquarters import shifted
from federation.site.demo.stories import BRANCH_OF, OTHER_BRANCHES
from federation.site.models import Subscription

TWO_DAYS = timedelta(days=2)
# What the mail servers of others said of mails that the demonstration never sent.
TROUBLES = (
    (MailState.REFUSED, "joq@demo.example", "550 5.1.1 <joq@demo.example>: user unknown"),
    (MailState.DOUBTFUL, "baiau@demo.example", "Connection lost after the text was handed over"),
)


def load_applications(people):
    """Applications of the running campaign, unless there are any. people: {e-mail name: User}. Returns how many."""
    campaign = Campaign.objects.filter(slug=RUNNING).first()
    if campaign is None or Application.objects.exists():
        return 0
    content = read("joining.toml")
    for number, entry in enumerate(content["applications"], 1):
        tell(number, entry, content, campaign, people)
    for entry in content["subscription"]:
        subscribe(entry, campaign)
    return Application.objects.count()


def moment(campaign, days, number=0):
    """On that day after the call, but not after now; each has its own minutes."""
    at = timezone.make_aware(datetime.combine(campaign.called_on + timedelta(days=days), HOUR))
    return min(at + timedelta(minutes=7 * number), timezone.now())


def tell(number, entry, content, campaign, people):
    """One application, as far as its `state` says."""
    language, state = entry.get("language", "kk"), entry["state"]
    region = Region.objects.get(iso=entry["at"])
    received = moment(campaign, entry["day"], number)
    row, _token = applying.receive(
        wish=entry.get("wish", Wish.MEMBER),
        name=f"{content[f'names_{language}']} № {number}",
        contact=f"+77000004{number:03}" if number % 3 else f"otinim-{number}@demo.example",
        region=region,
        industry=Industry.objects.filter(code=entry.get("industry", "")).first(),
        workplace=dict(zip(("kk", "ru"), entry.get("workplace", ("", "")), strict=True))[language],
        language=language,
        now=received,
    )
    by = people[BRANCH_OF.get(entry["at"], OTHER_BRANCHES)]
    done = min(received + TWO_DAYS, timezone.now())
    if state in ("contacted", "joined"):
        row = applying.contact(row, by, answer=content[f"answer_{language}"], now=done)
    if state == "joined":
        done = min(done + TWO_DAYS, timezone.now())
        if row.wish == Wish.ALLY:
            applying.welcome(row, by, now=done)
        else:
            applying.join(row, by, joined_on=timezone.localdate(done), now=done)
    elif state == "declined":
        applying.decline(row, by, answer=content[f"declined_{language}"], now=done)
    elif state == "taken-back":
        applying.take_back(row, now=done)


def subscribe(entry, campaign):
    """Asked for and confirmed on the same day."""
    asked = moment(campaign, entry["day"])
    subscribing.subscribe(
        entry["email"],
        language=entry["language"],
        region=Region.objects.filter(iso=entry.get("region", "")).first(),
        campaign=campaign if entry.get("campaign") == campaign.slug else None,
        now=asked,
    )
    row = Subscription.objects.get(asked_at=asked)
    subscribing.confirm(subscribing.token_of(row), asked + timedelta(hours=1))


def load_mails():
    """Mails that are really written, for the mailbox and the outbox: once, with the applications. Returns how many."""
    waiting = read("joining.toml")["waiting"]
    subscribing.subscribe(waiting["email"], language=waiting["language"])
    digest.send_digests()
    for state, to, trouble in TROUBLES:
        Mail.objects.create(
            to=to,
            subject="Көрсетілім · Демонстрация",
            text="Бұл хат ешқайда жіберілмеген. · Это письмо никуда не отправлялось.",
            state=state,
            trouble=trouble,
            attempts=1,
        )
    return Mail.objects.count()


def move(campaign, by):
    """Moves the applications of a campaign with it. by: timedelta, whole days."""
    own = Application.objects.filter(campaign=campaign)
    shifted(own, by, "received_at", "due_at", "answered_at", "ended_at", "joined_on", "erased_at")
