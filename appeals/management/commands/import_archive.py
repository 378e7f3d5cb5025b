"""`manage.py import_archive FOLDER|SHEET [--save] [--publish --as EMAIL]` (see `help`)."""

import re
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import tablib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from appeals import drafting, publishing
from appeals.enums import WRITTEN, Kind
from appeals.importing import DocumentError, read_document
from federation.models import User

COLUMNS = ("file", "kind", "date", "address")
DAY_IN_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True)
class Entry:
    """One file of the archive: its kind ("" = as recognised), date or None, address on the old site or ""."""

    file: Path
    kind: str = ""
    day: date | None = None
    address: str = ""


class Command(BaseCommand):
    help = (
        "Imports an archive: a folder of .txt and .docx files (a date such as 2023-01-25 in the name is theirs), or a "
        f"sheet (.csv, .xlsx) with the columns {', '.join(COLUMNS)}. Each file is reported. Nothing is saved without "
        "--save. With --publish the complete ones are published with their dates. A file that fails leaves the "
        "others alone; the exit code is then 1."
    )

    def add_arguments(self, parser):
        parser.add_argument("source", type=Path)
        parser.add_argument("--save", action="store_true", help="save; without it everything is only tried")
        parser.add_argument(
            "--publish", action="store_true", help="publish what is complete, in the name of --as"
        )
        parser.add_argument("--as", dest="publisher", metavar="EMAIL", help="the publisher")

    def handle(self, *, source, save, publish, publisher, **options):
        if publish != bool(publisher):
            raise CommandError("--publish and --as EMAIL go together.")
        person = User.objects.filter(email__iexact=publisher, is_active=True).first() if publisher else None
        if publisher and person is None:
            raise CommandError(f"Nobody with the address {publisher} is known here.")
        with override(settings.LANGUAGE_CODE):
            entries = list(self._entries(source))
            # A trial does everything and undoes it at the end, so that files are tried against each other too.
            with nullcontext() if save else transaction.atomic():
                good = self._bring_all_in(entries, person)
                if not save:
                    transaction.set_rollback(True)
            self.stdout.write(_("%(good)s of %(all)s files are good.") % {"good": good, "all": len(entries)})
            if not save:
                self.stdout.write(_("This was a trial: nothing was saved."))
        if good < len(entries):
            raise SystemExit(1)

    def _bring_all_in(self, entries, person):
        """Imports and reports each file. Returns how many are good."""
        good = 0
        for number, entry in enumerate(entries, 1):
            outcome, fine = self._bring_in(entry, person)
            good += fine
            self.stdout.write(f"[{number}/{len(entries)}] {entry.file.name}: {outcome}")
        return good

    def _bring_in(self, entry, person):
        """Imports one file in a transaction of its own. Returns (what became of it, whether it is good)."""
        try:
            with transaction.atomic():
                parsed = read_document(entry.file.name, entry.file.read_bytes())
                publication = drafting.create_from_document(
                    parsed,
                    None,
                    kind=entry.kind or parsed.suggested_kind or Kind.NEWS,
                    former_address=entry.address,
                    day=entry.day,
                )
                if person and len(parsed.languages) > 1:
                    drafting.publish_document(publication, person, dated=True)
                    outcome = _("published, %(address)s")
                else:
                    outcome = _("draft, %(address)s")
        except drafting.AlreadyImported as there:
            return str(there), True
        except (DocumentError, publishing.Refused) as refusal:
            return "; ".join(getattr(refusal, "reasons", [str(refusal)])), False
        except OSError as error:
            return _("The file cannot be read: %(why)s") % {"why": error.strerror}, False
        return outcome % {"address": publication.get_absolute_url("kk")}, True

    def _entries(self, source):
        if source.is_dir():
            for file in sorted(source.rglob("*")):
                if file.suffix.lower() in (".txt", ".docx"):
                    yield Entry(file, day=_day(m[1]) if (m := DAY_IN_NAME.search(file.name)) else None)
            return
        try:
            sheet = tablib.Dataset().load(
                source.read_bytes() if source.suffix.lower() == ".xlsx" else source.read_text("utf-8-sig"),
                format=source.suffix.lower().lstrip("."),
            )
        except (OSError, UnicodeDecodeError, tablib.exceptions.TablibException) as error:
            raise CommandError(
                f"{source}: give a folder, a .csv (UTF-8) or an .xlsx file ({error})."
            ) from error
        missing = {"file"} - set(sheet.headers or [])
        if missing:
            raise CommandError(
                f"{source}: the column «file» is missing. The columns are {', '.join(COLUMNS)}."
            )
        for number, row in enumerate(sheet.dict, 2):
            kind, day = (row.get("kind") or "").strip(), row.get("date")
            if kind and kind not in WRITTEN:
                raise CommandError(
                    f"{source}, row {number}: the kind {kind!r} is unknown ({', '.join(WRITTEN)})."
                )
            try:
                day = _day(day)
            except ValueError:
                raise CommandError(
                    f"{source}, row {number}: {day!r} is no date such as 2023-01-25."
                ) from None
            yield Entry(source.parent / str(row["file"]), kind, day, (row.get("address") or "").strip())


def _day(value):
    """A date from a cell: a date or datetime, ISO text, dd.mm.yyyy, or nothing (None). Nonsense: ValueError."""
    if not value:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    return datetime.strptime(text, "%d.%m.%Y").date() if "." in text else date.fromisoformat(text)  # noqa: DTZ007
