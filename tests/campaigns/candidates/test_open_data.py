"""Open data: the form of the sets, and that they hold together."""

import csv
import io
import json
import uuid
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from campaigns.candidates import table
from campaigns.models import Candidacy
from tests.campaigns.candidates import public

pytestmark = pytest.mark.django_db

JSON, CSV = "/kk/data/v1/running/popolo.json", "/kk/data/v1/running/candidates.csv"
SCHEMA = json.loads((Path(settings.BASE_DIR) / "static/data/popolo-1.0.schema.json").read_text("utf-8"))
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}


def problems(value, schema, where="$"):
    """What of a value of JSON does not answer the schema: the few words of it that ours uses."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    if "const" in schema:
        return [] if value == schema["const"] else [f"{where}: {value!r}"]
    if not isinstance(value, TYPES[schema["type"]]):
        return [f"{where}: {value!r} is no {schema['type']}"]
    found = []
    if schema["type"] == "object":
        found += [f"{where}: no {name}" for name in schema["required"] if name not in value]
        found += [f"{where}: unknown {name}" for name in value if name not in schema["properties"]]
        for name, inner in schema["properties"].items():
            if name in value:
                found += problems(value[name], inner, f"{where}.{name}")
    elif schema["type"] == "array":
        for number, item in enumerate(value):
            found += problems(item, schema["items"], f"{where}[{number}]")
    elif "enum" in schema and value not in schema["enum"]:
        found.append(f"{where}: {value!r}")
    elif "format" in schema:
        check = {"date": date.fromisoformat, "uuid": uuid.UUID, "uri": must_be_address}[schema["format"]]
        try:
            check(value)
        except ValueError:
            found.append(f"{where}: {value!r} is no {schema['format']}")
    return found


def must_be_address(value):
    if not value.startswith(("http://", "https://")):
        raise ValueError(value)


def taken(address=JSON):
    response = Client().get(address)
    assert response.status_code == 200
    return response.json()


@pytest.fixture
def several(whole, pool, other_pool, branch, second_branch, first_branch, other_branch, headquarters):
    public.step(whole, headquarters)
    public.candidate(
        pool, branch, first_branch, nominator_name_kk="Бірлестік", nominator_name_ru="Объединение"
    )
    public.candidate(other_pool, second_branch, other_branch, scope=[])
    return whole


@pytest.mark.parametrize("code", ["kk", "ru"])
def test_the_set_answers_its_schema(several, code):
    document = taken(JSON.replace("/kk/", f"/{code}/"))
    assert problems(document, SCHEMA) == []
    assert document["language"] == code
    assert len(document["persons"]) == len(document["memberships"]) == 3


def test_the_schema_is_told_and_served(several):
    document = taken()
    assert document["schema"].endswith(".json")
    assert document["schema_version"] == "1.0"


def test_everything_refers_to_something(several):
    document = taken()
    ids = {
        kind: {row["id"] for row in document[kind]} for kind in ("persons", "organizations", "posts", "areas")
    }
    for kind in ids:
        assert len(ids[kind]) == len(document[kind])
    for membership in document["memberships"]:
        assert membership["person_id"] in ids["persons"]
        assert membership["organization_id"] in ids["organizations"]
        assert membership["post_id"] in ids["posts"]
        assert membership["area_id"] in ids["areas"]
        assert membership.get("on_behalf_of_id", membership["organization_id"]) in ids["organizations"]
    for post in document["posts"]:
        assert post["organization_id"] in ids["organizations"]
        assert post["area_id"] in ids["areas"]


def test_names_stand_in_the_language_of_the_address(several):
    by_id = {
        code: {row["id"]: row for row in taken(JSON.replace("/kk/", f"/{code}/"))["persons"]}
        for code in ("kk", "ru")
    }
    person = str(several.person.code)
    kazakh, russian = by_id["kk"][person], by_id["ru"][person]
    assert kazakh["name"] == several.full_name_kk
    assert kazakh["other_names"] == [{"name": several.full_name_ru, "lang": "ru"}]
    assert russian["name"] == several.full_name_ru
    assert kazakh["programme"] == russian["programme"]


def test_a_field_without_consent_is_absent(several):
    bare = next(row for row in taken()["persons"] if "biography" not in row)
    assert set(bare) == {
        *("id", "name", "other_names", "family_name", "given_name", "patronymic_name", "links", "programme"),
    }


def test_a_demonstration_says_so(several, running):
    assert taken()["campaign"]["demonstration"] is False
    running.__class__.objects.filter(pk=running.pk).update(demonstration=True)
    assert taken()["campaign"]["demonstration"] is True


def rows():
    response = Client().get(CSV)
    text = response.content.decode("utf-8-sig")
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text, newline=""))), text


def test_the_table_holds_both_languages(several):
    found, text = rows()
    assert list(found[0]) == table.columns()
    assert text.split("\n")[0].endswith("\r")
    whole = next(row for row in found if row["id"] == str(several.person.code))
    assert whole["name_kk"] == several.full_name_kk
    assert whole["name_ru"] == several.full_name_ru
    assert whole["region"] == several.region.iso
    assert whole["birth_date"] == "1975-01-01"
    assert whole["step"] == "proposed"
    assert whole["page_ru"].endswith(several.get_absolute_url("ru"))


def test_no_program_of_tables_calculates_a_value(several):
    Candidacy.objects.filter(pk=several.pk).update(
        programme_kk="=1+1", biography_kk="@SUM(A1)", party_kk="-1"
    )
    found, _text = rows()
    whole = next(row for row in found if row["id"] == str(several.person.code))
    assert whole["programme_kk"] == "'=1+1"
    assert whole["biography_kk"] == "'@SUM(A1)"
    assert whole["contacts"] == "'+7 700 000 00 00"
    assert not any(value[:1] in "=+-@" for row in found for value in row.values() if value)


@pytest.mark.parametrize("address", [JSON, CSV])
def test_any_site_and_any_cache_may_take_a_set(several, address):
    response = Client().get(address)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"].startswith("public, max-age=")
    assert not response.cookies
    same = Client().get(address, headers={"if-none-match": response["ETag"]})
    assert same.status_code == 304
    assert same["Access-Control-Allow-Origin"] == "*"
    head = Client().head(address)
    assert head.status_code == 200
    assert head["ETag"] == response["ETag"]
    assert Client().post(address).status_code == 405
    several.consents.update(scope=[])
    assert Client().get(address, headers={"if-none-match": response["ETag"]}).status_code == 200


def test_an_empty_campaign_has_an_empty_set(running):
    assert taken()["persons"] == []
    assert rows()[0] == []


def test_the_page_of_the_data_names_sets_and_fields(several):
    html = Client().get("/kk/data/").content.decode()
    assert f"http://127.0.0.1:8000{JSON}" in html
    for column in table.columns():
        assert f"<code>{column}</code>" in html
    assert "creativecommons.org/licenses/by/4.0/" in html
