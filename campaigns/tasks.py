"""Work of the queue for campaigns: procrastinate finds this module by its name. No page waits for it."""

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from campaigns import reminders
from campaigns.candidates import demands, importing, retention
from campaigns.headquarters import digest, escalating
from campaigns.headquarters import retention as volunteers
from campaigns.joining import retention as applicants
from campaigns.joining import telling as applications
from campaigns.models import ImportRun


@app.periodic(cron="*/15 * * * *", periodic_id="reminders")
@app.task(queue="campaigns", queueing_lock="reminders")
def remind(timestamp):
    """Every quarter of an hour: the reminders that are due. timestamp: when it was to run (Unix time), not used."""
    try:
        reminders.remind()
    finally:
        connection.close()  # of a thread of the worker: no request ends here that would do it


@app.task(queue="campaigns")
def import_table(run):
    """Judges a long table of candidates, or takes it over: what its run waits for. run: primary key."""
    try:
        importing.work(ImportRun.objects.get(pk=run))
    finally:
        connection.close()


@app.periodic(cron="0 4 * * 1-5", periodic_id="demands")
@app.task(queue="campaigns", queueing_lock="demands")
def remind_officers(timestamp):
    """Nine o'clock of each working day in Astana: which demands and takedowns are due or late."""
    try:
        demands.remind()
    finally:
        connection.close()


@app.periodic(cron="0 4 * * 1-5", periodic_id="task-digests")
@app.task(queue="campaigns", queueing_lock="task-digests")
def digest_tasks(timestamp):
    """Nine o'clock of each working day in Astana: to each person what of their tasks is new, due, overdue or waits."""
    try:
        digest.send_digests()
    finally:
        connection.close()


@app.periodic(cron="30 3 * * *", periodic_id="task-escalations")
@app.task(queue="campaigns", queueing_lock="task-escalations")
def escalate_tasks(timestamp):
    """Half past eight of each morning in Astana: overdue tasks are told to those above."""
    try:
        escalating.escalate()
    finally:
        connection.close()


@app.periodic(cron="10 4 * * 1-5", periodic_id="applications")
@app.task(queue="campaigns", queueing_lock="applications")
def remind_branches(timestamp):
    """Ten past nine of each working day in Astana: which applications nobody answered in time."""
    try:
        applications.late(timezone.now())
    finally:
        connection.close()


@app.periodic(cron="0 21 * * *", periodic_id="retention")
@app.task(queue="campaigns", queueing_lock="retention")
def erase_expired(timestamp):
    """Two o'clock of each night in Astana: what is no longer needed is erased."""
    try:
        volunteers.erase_expired()
        applicants.erase_expired()
        retention.erase_expired()
    finally:
        connection.close()
