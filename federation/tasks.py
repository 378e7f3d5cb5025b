"""Work of the queue: procrastinate finds this module by its name; `manage.py procrastinate worker` works."""

from django.core.mail import EmailMultiAlternatives
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

# 4 s, 16 s, … 18 h: about a day in all, so that a mail server may rest over a night.
PATIENCE = RetryStrategy(max_attempts=8, exponential_wait=4)


@app.task(queue="mail", retry=PATIENCE)
def deliver(*, to, subject, text, html=""):
    """Sends one mail. to: address; html: "" or the same text as HTML. If the server fails: again later."""
    message = EmailMultiAlternatives(subject, text, to=[to])
    if html:
        message.attach_alternative(html, "text/html")
    message.send()
