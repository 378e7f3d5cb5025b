"""Mails go out: one at a time, each step noted before the next one, and what a dead worker left is taken up."""

import contextlib
import smtplib
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address
from django.db import connection, transaction
from django.db.models import BigIntegerField, Max
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from federation.models import Mail, QuietPeriod
from federation.models.mail import UNDER_WAY, MailState
from federation.outbox.forgetting import arrived
from federation.outbox.queueing import DELIVER, put_on

# 4 s, 16 s, … 18 h after an attempt: a day in all, so that a mail server may rest over a night. Then somebody looks.
ATTEMPTS = 9
# First number of the session locks, of PostgreSQL's two; the second one is the mail's.
LOCK = 1_835_100_524


def deliver(pk):
    """Brings one waiting mail to the mail server; of any other nothing happens. pk: of the Mail.

    Not for use inside a transaction. Nothing that the mail server says is raised: it stands in the row.
    """
    with _sender(pk) as ours:
        mail = _claim(pk) if ours else None
        if mail is not None:
            with contextlib.suppress(TakenBack):
                _bring(mail)


class TakenBack(Exception):
    """Since it was claimed the mail was forgotten or dropped: it does not go out."""


@contextlib.contextmanager
def _sender(pk):
    """Holds the session lock of whoever sends the mail; gives whether it was got. Where another has it, it is sent."""
    key = [LOCK, pk % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        held = cursor.fetchone()[0]
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


@transaction.atomic(durable=True)
def _claim(pk):
    """The Mail, CLAIMED, or None where there is nothing to send now."""
    now = timezone.now()
    mail = Mail.objects.select_for_update().filter(pk=pk, state=MailState.WAITING).first()
    if mail is None:
        return None
    quiet = QuietPeriod.objects.active(now).filter(matter__in=mail.matters)
    if until := quiet.aggregate(until=Max("ends_at"))["until"]:
        put_on(pk, until)
        Mail.objects.filter(pk=pk).update(held_until=until)
        return None
    mail.state, mail.claimed_at, mail.attempts = MailState.CLAIMED, now, mail.attempts + 1
    mail.held_until = None
    mail.save(update_fields=["state", "claimed_at", "attempts", "held_until"])
    return mail


def _bring(mail):
    """Raises TakenBack where the mail must not go out any more."""
    backend, message = get_connection(), message_of(mail)
    if not isinstance(backend, EmailBackend):
        _hand_over(mail)  # nothing tells when the text leaves it
        backend.send_messages([message])
        _settle(mail, MailState.SENT)
        return
    try:
        text = message.message().as_bytes(linesep="\r\n")
        backend.open()
        refusal = _introduce(backend.connection, mail)
        if refusal is None:
            _hand_over(mail)
    except OSError as error:  # smtplib's own are among them: nothing has left the portal
        _again(mail, said_by(error))
    except ValueError as error:  # an address or a header that no mail can have
        _settle(mail, MailState.REFUSED, said_by(error))
    else:
        _answered(mail, *(refusal or _last_word(backend.connection, text)))
    finally:
        with contextlib.suppress(OSError):
            backend.close()


def _introduce(server, mail):
    """Tells the server from whom and to whom. Returns its (code, words) where it refuses, else None."""
    sender = sanitize_address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], "utf-8")
    server.ehlo_or_helo_if_needed()
    for command, address in ((server.mail, sender), (server.rcpt, sanitize_address(mail.to, "utf-8"))):
        code, words = command(address)
        if code // 100 != 2:
            return code, words
    return None


def _last_word(server, text):
    """Sends the text. Returns the server's (code, words); the code 0 where the answer was lost."""
    try:
        return server.data(text)
    except smtplib.SMTPDataError as refused:  # it did not want the text, which has not been sent
        return refused.smtp_code, refused.smtp_error
    except OSError as error:
        return 0, said_by(error)


def _answered(mail, code, words):
    said = f"{code} {words.decode('utf-8', 'replace') if isinstance(words, bytes) else words}"
    match code // 100:
        case 2:
            _settle(mail, MailState.SENT)
        case 4:
            _again(mail, said)
        case 5:
            _settle(mail, MailState.REFUSED, said)
        case _:
            _settle(mail, MailState.DOUBTFUL, said)


def said_by(error):
    """What went wrong, in one line for whoever looks after the mails."""
    return f"{type(error).__name__}: {error}"[:500]


def message_of(mail):
    """The EmailMessage of a Mail; its Message-ID is the same at each attempt."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{mail.number}@{domain}>", "Auto-Submitted": "auto-generated", **mail.headers}
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _hand_over(mail):
    """Notes, before the text leaves, that it does. Raises TakenBack where it must not any more."""
    still_ours = Mail.objects.filter(pk=mail.pk, state=MailState.CLAIMED, claimed_at=mail.claimed_at)
    if not still_ours.update(state=MailState.HANDED_OVER):
        raise TakenBack


@transaction.atomic
def _settle(mail, state, trouble=""):
    sent_at = timezone.now() if state == MailState.SENT else None
    row = Mail.objects.filter(pk=mail.pk, state__in=UNDER_WAY, claimed_at=mail.claimed_at)
    if row.update(state=state, trouble=trouble, sent_at=sent_at) and sent_at:
        arrived(mail.pk)


@transaction.atomic
def _again(mail, trouble="", *, at_once=False):
    """Lets a mail that did not arrive for certain wait for its next attempt; after the last one it is REFUSED."""
    row = Mail.objects.select_for_update().filter(pk=mail.pk, state__in=UNDER_WAY, claimed_at=mail.claimed_at)
    current = row.first()
    if current is None:
        return
    if current.erased_at:
        row.update(state=MailState.DROPPED)
    elif current.attempts >= ATTEMPTS:
        row.update(state=MailState.REFUSED, trouble=trouble)
    else:
        row.update(state=MailState.WAITING, trouble=trouble)
        put_on(mail.pk, None if at_once else timezone.now() + timedelta(seconds=4**current.attempts))


def recover():
    """Takes up what workers that died left behind; does nothing to what a living one sends. Safe at any time, often.

    Mails whose text had not left go out anew at once, of others nobody knows: DOUBTFUL. A waiting mail without a job
    gets one, and so does one whose quiet period ended sooner than it was to: at worst it has two, and the second finds
    nothing to do.
    """
    for mail in Mail.objects.filter(state__in=UNDER_WAY).only("pk", "state", "claimed_at"):
        with _sender(mail.pk) as dead:
            if not dead:
                continue
            mail.refresh_from_db(fields=["state", "claimed_at"])
            if mail.state == MailState.CLAIMED:
                _again(mail, at_once=True)
            elif mail.state == MailState.HANDED_OVER:
                _settle(mail, MailState.DOUBTFUL, "")
    with transaction.atomic():
        with connection.cursor() as cursor:  # of workers that died, as procrastinate has found out
            cursor.execute(
                "DELETE FROM procrastinate_jobs WHERE task_name = %s AND status = 'doing' AND worker_id IS NULL",
                [DELIVER],
            )
        jobs = ProcrastinateJob.objects.filter(task_name=DELIVER, status="todo", args__has_key="mail")
        mails = jobs.annotate(mail=Cast(KeyTextTransform("mail", "args"), BigIntegerField())).values("mail")
        for pk in (
            Mail.objects.filter(state=MailState.WAITING).exclude(pk__in=mails).values_list("pk", flat=True)
        ):
            put_on(pk)
        _wake(timezone.now())


def worker_runs(now=None):
    """Whether some worker gave a sign of life within the last minute before `now` (aware, default the clock)."""
    since = (now or timezone.now()) - timedelta(minutes=1)
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=since).exists()


def _wake(now):
    """Mails that a quiet period holds no longer, since somebody shortened it, go out at once."""
    quiet = {str(matter) for matter in QuietPeriod.objects.active(now).values_list("matter", flat=True)}
    for mail in Mail.objects.filter(state=MailState.WAITING, held_until__gt=now).select_for_update():
        if quiet.isdisjoint(mail.matters):
            Mail.objects.filter(pk=mail.pk).update(held_until=None)
            put_on(mail.pk)
