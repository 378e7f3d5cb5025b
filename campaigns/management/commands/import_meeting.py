"""`manage.py import_meeting FILE [--publish --as EMAIL] [--again]`."""

from appeals.management.importing import ImportCommand
from campaigns.meetings import importing
from campaigns.meetings.reading import from_data


class Command(ImportCommand):
    help = (
        "Imports the report of a meeting (.txt or .docx) in Kazakh, Russian or both as the draft of its record, and "
        "prints the record's admin and public addresses; with -v 2 also what was not found and what to check. With "
        "--publish it confirms and closes the record, builds the report and publishes it, or saves nothing and exits 1 "
        "with the reasons on standard error."
    )

    def import_data(self, name, data, publisher, *, again, **options):
        meeting = importing.import_report(name, data, None, again=again)
        if publisher:
            importing.publish_report(meeting, publisher)
        return importing.addresses(meeting), from_data(meeting.not_found)
