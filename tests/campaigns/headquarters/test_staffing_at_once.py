"""Two people staff the same headquarters at the same moment: one stands, the other is told."""

import pytest
from django.utils import timezone

from campaigns.enums import Function, Tier
from campaigns.headquarters import staffing
from campaigns.models import Headquarters
from federation.refusals import Refused
from tests.campaigns.at_once import crossed, together
from tests.campaigns.headquarters import staff
from tests.campaigns.headquarters.staff import DAY

pytestmark = pytest.mark.django_db(transaction=True)


def told(outcomes):
    (refusal,) = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    return str(refusal)


def test_two_heads_are_appointed_at_once():
    w, today = staff.made(), timezone.localdate()
    people = [staff.holder("Бірі"), staff.holder("Екіншісі")]
    outcomes = together(
        *(
            lambda one=one: staffing.appoint(
                w.district,
                None,
                holder=one,
                function=Function.HEAD,
                from_date=today,
                until_date=today + 9 * DAY,
            )
            for one in people
        )
    )
    assert "Two heads" in told(outcomes)
    assert w.district.posts.count() == 1


def test_two_make_the_headquarters_of_one_region_at_once():
    w = staff.made()
    third = staff.region("Үшінші облыс", "Третья область")

    def make(name):
        new = Headquarters(
            campaign=w.running,
            parent=w.republican,
            tier=Tier.REGIONAL,
            region=third,
            name_kk=name,
            name_ru=name,
        )
        return staffing.save(new, None)

    outcomes = together(lambda: make("Бір"), lambda: make("Екі"))
    assert "already has a headquarters in this region" in told(outcomes)
    assert Headquarters.objects.filter(region=third).count() == 1


def test_a_point_is_opened_while_the_headquarters_above_it_closes():
    w, today = staff.made(), timezone.localdate()
    staffing.close(w.point, None, last_day=today)
    new = Headquarters(
        campaign=w.running,
        parent=Headquarters.objects.get(pk=w.district.pk),
        tier=Tier.POINT,
        region=w.district.region,
        organisation=w.primary,
        name_kk="Жаңа бекет",
        name_ru="Новый пункт",
    )
    outcome = crossed(
        lambda: staffing.close(w.district, None, last_day=today), lambda: staffing.save(new, None)
    )
    assert "above this one is closed" in str(outcome)
    assert not w.district.children.filter(closed_on=None).exists()
