"""Private values at rest: of no use without the keys, and keys that change."""

import pytest
from django.core.management import call_command
from django.db import connection

from campaigns.models import Demand
from federation.sealing import keyed_hash, seal, unseal
from tests.campaigns.candidates.people import iin

OLD, NEW = "o" * 40, "n" * 40


def stored(column, table="campaigns_demand"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return [value for (value,) in cursor.fetchall()]


def test_a_sealed_text_tells_nothing_and_opens():
    number = iin()
    sealed = seal(number)
    assert number not in sealed
    assert unseal(sealed) == number
    assert seal(number) != sealed
    assert (seal(""), unseal("")) == ("", "")


def test_every_key_opens_and_the_first_one_seals(settings):
    settings.PERSONAL_DATA_KEYS = [OLD]
    sealed = seal("Құпия")
    settings.PERSONAL_DATA_KEYS = [NEW, OLD]
    assert unseal(sealed) == "Құпия"
    newer = seal("Құпия")
    settings.PERSONAL_DATA_KEYS = [NEW]
    assert unseal(newer) == "Құпия"
    with pytest.raises(ValueError, match="PERSONAL_DATA_KEYS") as refused:
        unseal(sealed)
    assert sealed not in str(refused.value)


def test_a_hash_is_of_no_use_without_its_key(settings):
    number = iin()
    first = keyed_hash(number)
    assert keyed_hash(number) == first
    assert len(first) == 64
    settings.PERSONAL_DATA_HASH_KEY = "x" * 40
    assert keyed_hash(number) != first


@pytest.mark.django_db
def test_all_is_sealed_anew_with_the_first_key(settings, capsys, draft):
    settings.PERSONAL_DATA_KEYS = [OLD]
    demand = Demand.objects.create(kind="error", name="Құпия", text="Сыр", due_at=draft.made_at)
    draft.changes.create(changes={"phone": ["1", "2"]}, reason="…", asked_by=draft.made_by)
    assert "Құпия" not in stored("name")
    settings.PERSONAL_DATA_KEYS = [NEW, OLD]
    for _run in range(2):
        call_command("reseal")
    assert "campaigns.Demand: 1" in capsys.readouterr().out
    settings.PERSONAL_DATA_KEYS = [NEW]
    again = Demand.objects.get(pk=demand.pk)
    assert (again.name, again.contact, again.text) == ("Құпия", "", "Сыр")
    assert draft.changes.get().changes == {"phone": ["1", "2"]}
