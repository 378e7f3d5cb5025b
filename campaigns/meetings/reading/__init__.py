"""The reader of meeting reports: of a text in Kazakh, Russian or both it makes a `ReadMeeting` (DOMAIN §2).

Nothing is guessed in silence: what was not found stands in `not_found`, what is uncertain in `doubts`. The words by
which it finds its way are data: campaigns/data/reports.toml.
"""

from appeals.importing.reading import read_lines

from .merging import Both, ReadMeeting, merged
from .remarks import Remark, from_data
from .sections import sections_of

__all__ = ["Both", "ReadMeeting", "Remark", "from_data", "read_lines_of_report", "read_report"]


def read_report(name, data, *, regions, campaigns):
    """An uploaded report -> ReadMeeting.

    name: file name (.txt or .docx); data: bytes. regions, campaigns: lists of rows to recognise. Raises
    `appeals.importing.DocumentError` with a lazy message for the person. Nothing is stored.
    """
    lines, _notes = read_lines(name, data)
    return read_lines_of_report(lines, regions=regions, campaigns=campaigns)


def read_lines_of_report(lines, *, regions, campaigns):
    """The same of lines that were read already (`appeals.importing.lines.Line`)."""
    return merged(sections_of(lines), regions, campaigns)
