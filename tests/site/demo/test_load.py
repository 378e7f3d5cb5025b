"""The demonstration loads through the same doors as the work of people, and twice does no harm."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from appeals.enums import Kind, Status
from appeals.models import Edition, MoveRecord, Publication, Topic
from campaigns.models import Campaign, Candidacy, Constituency, Plank, Result, RuleSet
from federation.enums import Role
from federation.models import AuditEntry, QuietPeriod, User
from federation.site.models import MenuItem, Place

pytestmark = pytest.mark.django_db
COUNTED = (
    *(Publication, Edition, MoveRecord, Topic, User, MenuItem, AuditEntry, QuietPeriod),
    *(Campaign, Constituency, Plank, Result, RuleSet),
)


def test_it_shows_every_kind_and_every_state(demonstration):
    public = Edition.objects.public()
    assert public.exclude(kind=Kind.PAGE).count() >= 12
    assert set(public.values_list("kind", flat=True)) == set(Kind.values)
    assert public.filter(sealed=True).exists()
    assert public.filter(number__gt=1).exists()
    assert set(Publication.objects.values_list("status", flat=True)) >= {Status.DRAFT, Status.IN_REVIEW}
    assert Publication.objects.exclude(withdrawn_at=None).exists()
    assert any(publication.scheduled_edition() for publication in Publication.objects.all())
    assert set(MenuItem.objects.values_list("place", flat=True)) == set(Place.values)
    for publication in Publication.objects.public():
        for language in ("kk", "ru"):
            for page in ("", "both/", "editions/"):
                assert Client().get(publication.get_absolute_url(language) + page).status_code == 200


def test_one_person_holds_each_role(demonstration):
    for role in Role:
        person = User.objects.get(email=f"{role}@demo.example")
        assert person.roles == {role}
        assert person.check_password(f"demo-{role}")
    assert User.objects.get(email="branch2@demo.example").check_password("demo-branch")


def test_a_second_load_changes_nothing(demonstration):
    def state():
        counts = [model.objects.count() for model in COUNTED]
        return counts, list(Candidacy.objects.order_by("pk").values_list("pk", "version"))

    before = state()
    out = StringIO()
    call_command("load_demo", stdout=out)
    assert state() == before
    assert out.getvalue().startswith("0 publications loaded")
    assert out.getvalue().endswith("0 campaigns loaded.\n")


def test_production_refuses_it(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("load_demo")
