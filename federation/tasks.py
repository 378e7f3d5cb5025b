"""Work of the queue: procrastinate finds this module by its name; `manage.py procrastinate worker` works."""

from django.db import connection
from procrastinate.contrib.django import app

from federation import outbox


@app.task(queue="mail")
def deliver(*, mail):
    """Sends one mail. mail: primary key. What fails is tried again by the outbox, not by the queue."""
    try:
        outbox.deliver(mail)
    finally:
        connection.close()  # of a thread of the worker: no request ends here that would do it


@app.periodic(cron="* * * * *", periodic_id="outbox")
@app.task(queue="mail", queueing_lock="outbox")
def recover(timestamp):
    """Every minute: the mails of workers that died. timestamp: when it was to run (Unix time), not used."""
    try:
        outbox.recover()
    finally:
        connection.close()


@app.periodic(cron="30 21 * * *", periodic_id="old-mails")
@app.task(queue="mail", queueing_lock="old-mails")
def erase_expired(timestamp):
    """Half past two of each night in Astana: the texts of old mails are erased."""
    try:
        outbox.erase_expired()
    finally:
        connection.close()
