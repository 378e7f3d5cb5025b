"""`manage.py load_reference`: regions, industries, the federation and its branch unions, the groups of the roles."""

import csv
import tomllib
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from federation import roles
from federation.models import Industry, Organisation, Region

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = (
        "Loads what the portal cannot work without: the 20 regions, industries, the federation with its branch "
        "unions, and the groups of the roles. Run it again at any time: what staff have edited stays."
    )

    @transaction.atomic
    def handle(self, **options):
        made = [self._regions(), self._industries_and_unions()]
        roles.synchronise()
        self.stdout.write(f"Regions: {made[0]} new. Organisations: {made[1]} new. Groups follow the roles.")

    def _regions(self):
        """Codes and places on the map follow the file; names and aliases are staff's after the first load."""
        new = 0
        with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                fixed = {
                    "kato": row["kato"],
                    "kind": row["kind"],
                    "tile_row": int(row["tile_row"]),
                    "tile_column": int(row["tile_col"]),
                }
                first = {name: row[name] for name in ("name_kk", "name_ru")}
                first["aliases"] = "\n".join(filter(None, row["aliases_ru"].split(";")))
                _region, created = Region.objects.update_or_create(
                    iso=row["iso"], defaults=fixed, create_defaults=fixed | first
                )
                new += created
        return new

    def _industries_and_unions(self):
        """The federation, and for each industry its branch union (DOMAIN: known branch unions)."""
        data = tomllib.loads((DATA / "organisations.toml").read_text(encoding="utf-8"))
        root, created = Organisation.objects.get_or_create(kind="federation", defaults=data["federation"])
        new = int(created)
        for entry in data["industry"]:
            names = {"name_kk": entry["name_kk"], "name_ru": entry["name_ru"]}
            industry, _created = Industry.objects.get_or_create(code=entry["code"], defaults=names)
            if not Organisation.objects.filter(kind="industry-union", industry=industry).exists():
                Organisation.objects.create(
                    kind="industry-union",
                    parent=root,
                    industry=industry,
                    name_kk=entry["union_kk"],
                    name_ru=entry["union_ru"],
                )
                new += 1
        return new
