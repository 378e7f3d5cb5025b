"""What readers may see of a candidate: scope by scope, with a constant number of queries."""

import datetime

import pytest
from django.utils.translation import override

from campaigns.candidates.profile import NOTHING, profiles, public_profile
from campaigns.enums import PathStep, Scope, System
from campaigns.models import Candidacy
from tests.campaigns.candidates import people, public

pytestmark = pytest.mark.django_db

# The field of a Profile that goes with each scope, beside others.
FIELDS = {
    Scope.PHOTO: ("has_photo", "photo_alt", "photo_version"),
    Scope.BIRTH_DATE: ("birth_date",),
    Scope.BIOGRAPHY: ("biography",),
    Scope.WORKPLACE: ("workplace", "industry"),
    Scope.UNION_POST: ("union_post", "primary_organisation"),
    Scope.PARTY: ("party",),
    Scope.CONTACTS: ("contacts",),
}


@pytest.mark.parametrize("scope", [None, *Scope])
def test_one_scope_opens_its_fields_alone(scope, whole):
    whole.consents.update(scope=[scope] if scope else [])
    profile = public_profile(whole)
    shown = {name for names in FIELDS.values() for name in names if getattr(profile, name)}
    assert shown == set(FIELDS[scope] if scope else ())
    assert profile.name.kk.startswith("Үлгібаев")
    assert profile.programme.ru == people.TEXTS["programme_ru"]


def test_every_scope_is_known():
    assert set(FIELDS) == set(Scope)


@pytest.mark.parametrize(
    "change",
    [
        {"announced_at": None},
        {"pool_state": "withdrawn"},
        {"erased_at": datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)},
        {"announced_at": datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)},
    ],
)
def test_who_is_not_public_has_no_profile(whole, change):
    Candidacy.objects.filter(pk=whole.pk).update(**change)
    assert public_profile(whole) is None


@pytest.mark.parametrize("column", ["confirmed_at", "withdrawn_at", "replaced_at"])
def test_without_a_consent_in_force_there_is_no_profile(whole, column):
    whole.consents.update(
        **{column: None if column == "confirmed_at" else datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)}
    )
    assert public_profile(whole) is None


def test_nobody_outside_of_an_announced_campaign(whole, running):
    running.announced_at = None
    running.save()
    assert public_profile(whole) is None


def test_the_path_begins_in_the_pool_and_shows_announced_steps_that_count(whole, headquarters):
    public.step(whole, headquarters, PathStep.NOMINATED, on=datetime.date(2026, 2, 1))
    public.step(whole, headquarters, PathStep.PROPOSED)
    public.step(whole, headquarters, PathStep.REGISTERED, announced=False)
    taken_back = public.step(whole, headquarters, PathStep.REFUSED)
    taken_back.taken_back_at = taken_back.at
    taken_back.save()
    path = public_profile(whole).path
    assert [reached.step for reached in path] == [PathStep.IN_POOL, PathStep.PROPOSED, PathStep.NOMINATED]
    assert path[1].source.kk == "№ 12 хаттама"


def test_private_columns_are_not_even_read(
    whole, django_assert_num_queries, django_capture_on_commit_callbacks
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as queries:
        profiles(Candidacy.objects.all())
    read = queries[0]["sql"].partition(" FROM ")[0]
    for column in ("iin", "phone", "email", "address", "disabled", "bars"):
        assert f'"{column}"' not in read


def test_the_digest_follows_what_is_said(whole, headquarters):
    before = public_profile(whole).digest()
    assert public_profile(whole).digest() == before
    whole.consents.update(scope=[])
    without = public_profile(whole).digest()
    assert without != before
    Candidacy.objects.filter(pk=whole.pk).update(biography_kk="Басқа")
    assert public_profile(whole).digest() == without
    public.step(whole, headquarters)
    assert public_profile(whole).digest() != without


def test_queries_do_not_grow(whole, pool, branch, first_branch, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert len(profiles(Candidacy.objects.all())) == 1
    for _ in range(4):
        public.candidate(pool, branch, first_branch)
    with django_assert_num_queries(4):
        assert len(profiles(Candidacy.objects.all())) == 5


def test_a_constituency_that_is_called_like_its_region_is_named_once(whole, kostanay):
    place = whole.campaign.constituencies.create(
        body=whole.body, region=kostanay, number="1", name_kk=kostanay.name_kk, name_ru="Центральный"
    )
    Candidacy.objects.filter(pk=whole.pk).update(system=System.SINGLE_MANDATE, constituency=place)
    row = Candidacy.objects.get(pk=whole.pk)
    profile = public_profile(row)
    with override("kk"):
        assert (profile.around, place.around, row.place) == ("", "", f"№ 1 · {kostanay.name_kk}")
    with override("ru"):
        assert profile.around == place.around == kostanay.name_ru
        assert row.place == f"№ 1 · Центральный · {kostanay.name_ru}"


def test_without_a_constituency_the_region_is_the_place(whole, kostanay):
    whole.constituency = None
    assert whole.place == str(kostanay)


def test_a_text_is_said_in_the_language_of_the_reader(whole):
    profile = public_profile(whole)
    with override("ru"):
        assert str(profile.name).startswith("Образцов")
        assert profile.get_absolute_url().startswith("/ru/campaigns/running/candidates/ulgibaev")
    assert str(NOTHING) == ""
