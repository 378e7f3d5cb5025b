"""Lines of the log without personal data: what libraries quote of rows and of mails is cut out, and so are keys."""

import logging
import re

# PostgreSQL quotes the row that it refuses: «DETAIL:  Failing row contains (…)», to the end of the exception.
DETAIL = re.compile(r"\nDETAIL:.*?(?=\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL)
# Addresses that are keys: private pages of candidates, applicants and subscribers, previews, invitations, passwords,
# calendars of tasks.
KEY = re.compile(
    r"(/(?:candidate|join|subscribe|unsubscribe|preview|invitation|reset/key|email/confirm)/"
    r"|/tasks/(?=[^/\s]+\.ics))[^/\s\"'?]+"
)
# procrastinate names a job with all its arguments: of a mail its address, subject and text.
JOB = re.compile(r"(\b[\w.]+\[(?:\d+|None)\])\(.*\)", re.DOTALL)


def without_keys(text):
    """The text, with an ellipsis in the place of each key in an address: whoever reads it cannot use them."""
    return KEY.sub(r"\1…", text)


class DiscreetFormatter(logging.Formatter):
    """Of a row that the database refuses the constraint stays, of a job its name and number, of a private address
    its beginning."""

    def format(self, record):
        text = without_keys(DETAIL.sub("", super().format(record)))
        return JOB.sub(r"\1(…)", text) if record.name.startswith("procrastinate") else text
