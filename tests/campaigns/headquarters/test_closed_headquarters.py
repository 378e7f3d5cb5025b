"""A headquarters that closes takes along what stands below it and who serves in it."""

import pytest
from django.utils import timezone

from campaigns.enums import Tier
from campaigns.headquarters import retention, staffing
from campaigns.models import Headquarters
from federation.refusals import Refused
from tests.campaigns.headquarters import staff
from tests.campaigns.headquarters.staff import DAY
from tests.clock import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def w():
    return staff.made()


def test_nothing_is_made_or_opened_again_below_a_closed_one(w):
    today = timezone.localdate()
    staffing.close(w.point, None, last_day=today)
    staffing.close(w.district, None, last_day=today)
    below = {"region": w.district.region, "organisation": w.primary}
    with pytest.raises(Refused, match="above this one is closed"):
        staff.headquarters(w.running, Tier.POINT, Headquarters.objects.get(pk=w.district.pk), **below)
    with pytest.raises(Refused, match="above this one is closed"):
        staffing.reopen(w.point, None)
    # Contacts of one that is closed, too, are still corrected.
    closed = Headquarters.objects.get(pk=w.point.pk)
    closed.phone = "1414"
    staffing.save(closed, None)


def test_who_is_entered_before_the_last_day_leaves_with_it(w):
    last_day = timezone.localdate() + 3 * DAY
    staffing.close(w.point, None, last_day=last_day)
    late = staff.volunteer(w.point, w.actors["branch"], station="7")
    assert late.left_on == last_day
    with clock(timezone.now() + 4 * DAY):
        assert retention.erase_expired()["volunteers"] == 2
