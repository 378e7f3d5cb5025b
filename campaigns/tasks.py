"""Work of the queue for campaigns: procrastinate finds this module by its name. No page waits for it."""

from django.db import connection
from procrastinate.contrib.django import app

from campaigns import reminders


@app.periodic(cron="*/15 * * * *", periodic_id="reminders")
@app.task(queue="campaigns", queueing_lock="reminders")
def remind(timestamp):
    """Every quarter of an hour: the reminders that are due. timestamp: when it was to run (Unix time), not used."""
    try:
        reminders.remind()
    finally:
        connection.close()  # of a thread of the worker: no request ends here that would do it
