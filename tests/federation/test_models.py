"""Organisations, places, quiet periods: what the models and the database refuse, and what they find."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import translation

from federation.models import District, Industry, Organisation, QuietPeriod, Region, User
from tests.cast import federation_root, organisation, person, region

pytestmark = pytest.mark.django_db
UTC = datetime.UTC


@pytest.fixture
def union():
    return organisation("Кеншілер", "Горняки", kind="industry-union")


def test_reference_data_loads_once_and_keeps_the_edits_of_staff(capsys):
    call_command("load_reference")
    assert Region.objects.count() == 20
    assert Region.objects.filter(kind="city").count() == 3
    zhetisu = Region.objects.get(iso="KZ-33")
    assert (zhetisu.name_ru, zhetisu.aliases) == ("область Жетісу", "Жетысуская область")
    zhetisu.aliases = "Жетысу"
    zhetisu.save()
    Region.objects.filter(iso="KZ-59").update(tile_column=9)

    call_command("load_reference")
    zhetisu.refresh_from_db()
    assert zhetisu.aliases == "Жетысу"
    assert Region.objects.get(iso="KZ-59").tile_column == 3
    assert Organisation.objects.get(kind="federation").short_name_ru == "ФПРК"
    assert Organisation.objects.filter(kind="industry-union").count() == Industry.objects.count() == 17


def test_names_stand_in_the_order_of_the_readers_alphabet():
    for kk, ru in [("Ұлытау", "Ұлытау"), ("Абай", "Абай"), ("Қостанай", "Костанайская"), ("Шымкент", "Ё")]:
        region(kk, ru)
    with translation.override("kk"):
        assert [str(one) for one in Region.objects.all()] == ["Абай", "Қостанай", "Ұлытау", "Шымкент"]
    with translation.override("ru"):
        assert [str(one) for one in Region.objects.all()] == ["Абай", "Ё", "Костанайская", "Ұлытау"]


def test_letters_without_case_are_found_in_kazakh():
    region("Қостанай облысы", "Костанайская область")
    assert Region.objects.filter(name_kk__icontains="қОСТАНАЙ").exists()


def test_two_regions_cannot_stand_at_one_place_of_the_map():
    region(tile_row=1, tile_column=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        region(tile_row=1, tile_column=1)


def test_spellings_of_a_region_are_all_its_names():
    one = region("Жетісу облысы", "область Жетісу", aliases="Жетысуская область\n\n")
    assert one.spellings() == ["Жетісу облысы", "область Жетісу", "Жетысуская область"]


@pytest.mark.parametrize(
    ("kind", "parent_kind", "fits"),
    [
        ("local", "industry-union", True),
        ("primary", "industry-union", True),
        ("primary", "federation", False),
        ("local", "federation", False),
        ("territorial-association", "industry-union", False),
    ],
)
def test_only_the_right_kind_of_parent_is_accepted(kind, parent_kind, fits, union):
    parent = union if parent_kind == "industry-union" else federation_root()
    child = Organisation(name_kk="Ұйым", name_ru="Организация", kind=kind, parent=parent)
    if fits:
        child.full_clean(exclude=["name"])
    else:
        with pytest.raises(ValidationError) as error:
            child.full_clean(exclude=["name"])
        assert "parent" in error.value.message_dict


def test_a_kind_that_the_children_cannot_bear_is_refused(union):
    organisation("Жергілікті", "Местная", kind="local", parent=union)
    union.kind, union.parent = "primary", organisation("Басқа", "Другая", kind="local", parent=union)
    with pytest.raises(ValidationError):
        union.full_clean(exclude=["name"])


@pytest.mark.parametrize("fields", [{"kind": "federation"}, {"kind": "local", "parent": None}])
def test_the_database_keeps_one_root(fields):
    federation_root()
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name_kk="Екінші", name_ru="Вторая", **fields)


def test_descendants_are_the_whole_branch_of_the_tree(union):
    local = organisation("Жергілікті", "Местная", kind="local", parent=union)
    primary = organisation("Бастауыш", "Первичная", kind="primary", parent=local)
    organisation("Басқа", "Другая", kind="industry-union")
    assert set(union.descendants()) == {local, primary}
    assert list(primary.ancestors()) == [federation_root(), union, local]


def test_siblings_of_the_tree_stand_in_the_readers_order():
    for kk, ru in [("Ұлт", "Б"), ("Ақ", "В"), ("Қар", "А")]:
        organisation(kk, ru, kind="industry-union")
    root = federation_root()
    for language, expected in {"kk": ["Ақ", "Қар", "Ұлт"], "ru": ["А", "Б", "В"]}.items():
        with translation.override(language):
            assert [str(one) for one in root.children.all()] == expected


def test_a_bin_is_checked_and_unique(union):
    union.bin = "940740000892"
    union.full_clean(exclude=["name"])
    union.save()
    other = Organisation(
        name_kk="Ұйым", name_ru="Организация", kind="local", parent=union, bin="940740000892"
    )
    with pytest.raises(ValidationError, match=r"БСН|БИН|BIN"):
        other.full_clean(exclude=["name"])
    other.bin = "940740000893"
    with pytest.raises(ValidationError):
        other.full_clean(exclude=["name"])


def test_a_district_lies_in_the_organisations_region(union, kostanay):
    district = District.objects.create(region=kostanay, name_kk="Рудный қаласы", name_ru="город Рудный")
    local = Organisation(
        name_kk="Ұйым",
        name_ru="Организация",
        kind="local",
        parent=union,
        region=region("Абай", "Абай"),
        district=district,
    )
    with pytest.raises(ValidationError) as error:
        local.full_clean(exclude=["name"])
    assert "district" in error.value.message_dict


def test_email_is_unique_without_case():
    person("aigul")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("AIGUL@example.org")
    assert User.objects.get_by_natural_key("Aigul@Example.org").email == "aigul@example.org"


def test_a_person_is_named_in_the_active_language():
    someone = person("aigul")
    with translation.override("kk"):
        assert str(someone) == "Қазақша aigul"
    with translation.override("ru"):
        assert str(someone) == "Русский aigul"


def test_people_stand_in_the_order_of_the_readers_alphabet():
    names = [("Яковлева", "Әлиева"), ("Әлиева", "Борисова"), ("Әшірова", "Яковлева"), ("Бекова", "Ашимова")]
    for number, (name_kk, name_ru) in enumerate(names):
        User.objects.create(email=f"p{number}@example.org", full_name_kk=name_kk, full_name_ru=name_ru)
    with translation.override("kk"):
        assert [one.full_name_kk for one in User.objects.all()] == ["Әлиева", "Әшірова", "Бекова", "Яковлева"]
    with translation.override("ru"):
        assert [one.full_name_ru for one in User.objects.all()] == [
            "Әлиева",
            "Ашимова",
            "Борисова",
            "Яковлева",
        ]


def period(begins, ends, zone="Asia/Almaty", campaign="elections"):
    return QuietPeriod.objects.create(
        campaign=campaign,
        name_kk="Тыныштық күні",
        name_ru="День тишины",
        zone=zone,
        begins_at=begins,
        ends_at=ends,
    )


def test_quiet_periods_are_active_from_the_beginning_until_the_end():
    begins = datetime.datetime(2023, 3, 17, 19, tzinfo=UTC)
    ends = datetime.datetime(2023, 3, 19, 19, tzinfo=UTC)
    one = period(begins, ends)
    second = datetime.timedelta(seconds=1)
    assert not QuietPeriod.objects.active(begins - second).exists()
    assert list(QuietPeriod.objects.active(begins)) == [one]
    assert list(QuietPeriod.objects.active(ends - second)) == [one]
    assert not QuietPeriod.objects.active(ends).exists()


def test_next_border_is_the_nearest_beginning_or_end():
    def at(hour):
        return datetime.datetime(2023, 3, 17, hour, tzinfo=UTC)

    period(at(3), at(9))
    period(at(5), at(7), campaign="referendum")
    borders = [QuietPeriod.objects.next_border(at(hour)) for hour in (2, 3, 5, 7, 9)]
    assert borders == [at(3), at(5), at(7), at(9), None]


def test_a_quiet_period_ends_after_it_begins_in_a_real_zone():
    moment = datetime.datetime(2023, 3, 17, tzinfo=UTC)
    with pytest.raises(IntegrityError), transaction.atomic():
        period(moment, moment)
    for zone in ("Asia/Nowhere", "../etc/passwd", ""):
        with pytest.raises(ValidationError) as error:
            QuietPeriod(campaign="a", zone=zone, begins_at=moment, ends_at=moment).clean_fields()
        assert "zone" in error.value.message_dict
