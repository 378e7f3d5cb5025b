"""Work of the queue for subscribers: procrastinate finds this module by its name."""

from django.db import connection
from procrastinate.contrib.django import app

from federation.site import subscribing


@app.periodic(cron="*/5 * * * *", periodic_id="mailing")
@app.task(queue="mail", queueing_lock="mailing")
def mail_new(timestamp):
    """Every five minutes: what is new goes to the subscribers. timestamp: when it was to run (Unix time), not used."""
    try:
        subscribing.mail_new()
    finally:
        connection.close()  # of a thread of the worker: no request ends here that would do it


@app.periodic(cron="45 21 * * *", periodic_id="unconfirmed-subscriptions")
@app.task(queue="mail", queueing_lock="unconfirmed-subscriptions")
def erase_unconfirmed(timestamp):
    """A quarter to three of each night in Astana: addresses that nobody confirmed are erased."""
    try:
        subscribing.erase_unconfirmed()
    finally:
        connection.close()
