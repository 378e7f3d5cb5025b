"""Constituencies of district maslikhats: numbers begin anew in each district, in sheet, form and on pages."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from campaigns import campaigning, constituencies
from campaigns.constituency_sheet import judge
from federation.models import District, Region
from tests.campaigns.test_constituencies import GOOD, HEADINGS, client, imported, page, regions, said

__all__ = ["client", "imported", "regions"]
pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def districts(election, rules_2023, regions):
    """The district maslikhat, and two districts of one region: {name: District}."""
    election.bodies.add(rules_2023.bodies.get(code="maslikhat-district"))
    place = Region.objects.get(iso="KZ-39")
    names = [("Әулиекөл ауданы", "Аулиекольский район"), ("Рудный қаласы", "город Рудный")]
    kinds = [District.Kind.DISTRICT, District.Kind.CITY]
    return [
        District.objects.create(region=place, kind=kind, name_kk=kk, name_ru=ru)
        for kind, (kk, ru) in zip(kinds, names, strict=True)
    ]


def of_district(name, number="1"):
    return ["maslikhat-district", "KZ-39", name, number, "Бірінші", "Первый", ""]


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("Әулиекөл ауданы", 0), ("АУЛИЕКОЛЬСКИЙ РАЙОН", 0), ("аулиекол ауд.", 0), ("Аулиекольский р-н", 0),
        ("район Аулиекольский", 0), ("Әулиекөл", 0), ("г. Рудный", 1), ("Рудный қ.", 1), ("Рудный", 1),
    ],
)  # fmt: skip
def test_a_district_in_any_spelling(imported, districts, written, place):
    (line,) = imported(of_district(written)).lines
    assert line.problems == []
    assert line.constituency.district == districts[place]


def test_two_maslikhats_of_one_region_count_from_one(election, districts, headquarters):
    rows = [HEADINGS, of_district("Рудный"), of_district("Әулиекөл")]
    assert constituencies.import_rows(election, headquarters, rows) == (2, 0)
    assert [line.state for line in judge(election, rows).lines] == ["same", "same"]
    again = judge(election, [*rows, of_district("город Рудный")])
    assert said(again) == [(4, "number", "The same constituency stands in row 2.")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (of_district(""), "Name the district"),
        (of_district("Атлантида ауданы"), "no such district"),
        (["maslikhat-region", *of_district("Рудный")[1:]], "not elected by districts"),
        (["maslikhat-district", "KZ-75", "Рудный", "1", "Бірінші", "Первый", ""], "no such district"),
    ],
)
def test_a_district_of_the_region_is_named_where_districts_elect(imported, districts, row, reason):
    ((_row, column, why),) = said(imported(row))
    assert column == "district"
    assert reason in why


def test_where_no_district_is_known_none_is_asked_for(imported, districts):
    assert imported(["maslikhat-district", "KZ-75", "", "1", "Бірінші", "Первый", ""]).is_good


def test_a_sheet_without_the_column_is_read_as_before(election, regions):
    rows = [[*HEADINGS[:2], *HEADINGS[3:]], [*GOOD[:2], *GOOD[3:]]]
    assert judge(election, rows).is_good


def test_the_district_stands_in_form_list_template_and_public_page(client, election, districts, reader):
    village, city = districts
    body = election.bodies.get(code="maslikhat-district")
    data = {
        "campaign": election.pk, "body": body.pk, "region": village.region_id, "district": village.pk,
        "number": "1", "name_kk": "Бірінші", "name_ru": "Первый",
    }  # fmt: skip
    address = reverse("admin:campaigns_constituency_add")

    def errors(**changes):
        return list(client.post(address, data | changes).context["adminform"].form.errors)

    assert errors(district="") == ["district"]
    assert errors(district="9" * 20) == ["district"]
    assert errors(region=Region.objects.get(iso="KZ-75").pk) == ["district"]
    assert errors(body=election.bodies.get(code="maslikhat-region").pk) == ["district"]
    assert client.post(address, data).status_code == 302
    assert client.post(address, data | {"district": city.pk}).status_code == 302
    assert errors() == ["number"]
    listing = client.get(reverse("admin:campaigns_constituency_changelist")).text
    assert village.name_kk in listing
    template = b"".join(client.get(page("template", election)).streaming_content)
    names = [cell.value for row in load_workbook(io.BytesIO(template)).worksheets[1] for cell in row]
    assert {village.name_kk, city.name_ru} <= set(names)
    campaigning.announce(election, None)
    public = reader.get(f"/ru/campaigns/election/constituencies/?region={village.region.iso}").text
    assert public.index(village.name_ru) < public.index(city.name_ru)
