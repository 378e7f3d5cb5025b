"""A change after the approval: asked by the branch, confirmed by the candidate, accepted by headquarters."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from campaigns.candidates import changing, registering, reviewing
from campaigns.candidates.profile import public_profile
from campaigns.counting import vote_over_at
from campaigns.models import Candidacy
from federation.enums import Matter
from federation.models import Industry, QuietPeriod
from federation.refusals import Refused
from tests.campaigns.candidates import people
from tests.campaigns.conftest import fresh
from tests.cast import client_of
from tests.clock import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def approved(waiting, headquarters):
    reviewing.approve(waiting, headquarters)
    return fresh(waiting)


@pytest.fixture
def asked(approved, branch):
    return changing.ask(
        approved, branch, reason="Ауысты", workplace_kk="Жаңа зауыт", workplace_ru="Новый завод"
    )


@pytest.fixture
def confirmed(asked):
    return people.agreed(asked)


@pytest.fixture
def silence(db):
    now, hour = timezone.now(), datetime.timedelta(hours=1)
    return QuietPeriod.objects.create(
        matter=Matter.CAMPAIGN,
        name_kk="Тыныштық",
        name_ru="Тишина",
        begins_at=now - hour,
        ends_at=now + hour,
        zone="Asia/Almaty",
    )


def test_until_it_is_accepted_readers_see_the_approved_data(approved, confirmed, headquarters, queued_mails):
    assert "Новый" not in repr(public_profile(fresh(approved)))
    changing.accept(confirmed, headquarters)
    assert "Новый" in repr(public_profile(fresh(approved)))
    assert confirmed.candidacy.events.first().fields == ["workplace_kk", "workplace_ru"]
    assert queued_mails()[-1]["to"] == "branch@example.org"


def test_the_values_are_sealed(asked):
    with connection.cursor() as cursor:
        cursor.execute("SELECT changes FROM campaigns_changerequest")
        assert "завод" not in str(cursor.fetchall())


def test_the_candidate_gets_a_link_and_reviewers_a_mail_when_it_is_confirmed(
    approved, branch, regional_headquarters, queued_mails
):
    before = len(queued_mails())
    change = changing.ask(approved, branch, reason="Ауысты", party_ru="Партия")
    assert [mail["to"] for mail in queued_mails()[before:]] == [approved.email]
    people.agreed(change)
    people.agreed(change)
    assert [mail["to"] for mail in queued_mails()[before + 1 :]] == [regional_headquarters.email]


def test_a_new_address_does_not_get_the_link_of_a_confirmed_candidate(approved, branch, queued_mails):
    changing.ask(approved, branch, reason="Ауысты", email="other@mail.example")
    assert queued_mails()[-1]["to"] == approved.email


def test_who_never_confirmed_gets_the_link_at_the_new_address(approved, branch, queued_mails):
    approved.consents.update(confirmed_at=None)
    changing.ask(approved, branch, reason="Қате жазылған", email="right@mail.example")
    assert queued_mails()[-1]["to"] == "right@mail.example"


def test_only_what_differs_is_asked(approved, branch):
    with pytest.raises(Refused, match="Nothing differs"):
        changing.ask(approved, branch, reason="x", party_kk=approved.party_kk)
    with pytest.raises(Refused, match="why"):
        changing.ask(approved, branch, reason=" ", party_kk="Партия")
    with pytest.raises(TypeError):
        changing.ask(approved, branch, reason="x", iin=people.iin())
    change = changing.ask(approved, branch, reason="x", party_kk="Партия", party_ru=approved.party_ru)
    assert list(change.changes) == ["party_kk"]


@pytest.mark.parametrize("gone", ["family_name_kk", "programme_ru", "email"])
def test_what_every_candidacy_needs_is_not_changed_away(approved, branch, gone):
    with pytest.raises(Refused):
        changing.ask(approved, branch, reason="x", **{gone: ""})


def test_line_ends_of_a_browser_are_no_change(approved, branch):
    stored = fresh(approved)
    stored.programme_kk = "Бірінші жол\n\nЕкінші жол"
    stored.save()
    change = changing.ask(
        stored,
        branch,
        reason="Ауысты",
        workplace_kk="Жаңа зауыт",
        programme_kk="Бірінші жол\r\n\r\nЕкінші жол",
    )
    assert list(change.changes) == ["workplace_kk"]


def test_related_rows_are_named_in_words(approved, branch, headquarters):
    mining = Industry.objects.create(code="mining-x", name_kk="Тау-кен", name_ru="Горное дело")
    change = changing.ask(approved, branch, reason="x", industry=mining)
    (difference,) = changing.differences(changing.open_change(approved))
    assert (difference.before, difference.after) == ("", str(mining))
    changing.accept(people.agreed(change), headquarters)
    assert fresh(approved).industry == mining


def test_one_change_waits_at_a_time(approved, asked, branch):
    with pytest.raises(Refused, match="waits already"):
        changing.ask(approved, branch, reason="x", party_kk="Партия")
    changing.take_back(asked, branch)
    changing.ask(approved, branch, reason="x", party_kk="Партия")


def test_without_the_candidate_nothing_is_accepted(asked, headquarters):
    with pytest.raises(Refused, match="not confirmed"):
        changing.accept(asked, headquarters)


def test_in_a_silence_nothing_public_changes(confirmed, headquarters, silence):
    with pytest.raises(Refused, match="quiet period"):
        changing.accept(confirmed, headquarters)
    changing.decline(confirmed, headquarters, "Кеш")


def test_in_a_silence_private_data_change(approved, branch, headquarters, silence):
    change = people.agreed(changing.ask(approved, branch, reason="x", phone="+7 701 000 00 00"))
    changing.accept(change, headquarters)
    assert fresh(approved).phone == "+7 701 000 00 00"


def test_a_locked_list_takes_no_change(pool, confirmed, headquarters):
    pool.lists.create(number=1, locked_by=headquarters, decision="Шешім")
    with pytest.raises(Refused, match="locked"):
        changing.accept(confirmed, headquarters)


def test_a_link_that_was_closed_or_is_another_ones_confirms_nothing(
    approved, asked, pool, branch, first_branch
):
    other = people.complete(people.begun(pool, branch, first_branch), branch)
    registering.send_link(other, branch)
    with pytest.raises(Refused, match="settled"):
        changing.confirm(other.links.get(), asked)
    opened = approved.links.first()
    registering.send_link(approved, branch)
    with pytest.raises(Refused, match="does not hold"):
        changing.confirm(opened, asked)
    assert fresh(asked).confirmed_at is None
    people.agreed(asked)
    assert approved.events.first().fields == ["workplace_kk", "workplace_ru"]


def test_data_that_changed_meanwhile_are_not_overwritten(approved, confirmed, headquarters):
    Candidacy.objects.filter(pk=approved.pk).update(workplace_ru="Третий завод")
    with pytest.raises(Refused, match="have changed since"):
        changing.accept(confirmed, headquarters)
    assert fresh(approved).workplace_ru == "Третий завод"


def test_a_change_is_decided_once(confirmed, headquarters, second, branch):
    changing.decline(confirmed, headquarters, "Негізсіз")
    for again in (
        lambda: changing.accept(confirmed, second),
        lambda: changing.decline(confirmed, second, "x"),
        lambda: changing.take_back(confirmed, branch),
        lambda: people.agreed(confirmed),
    ):
        with pytest.raises(Refused, match="decided already"):
            again()


def test_roles(approved, asked, branch, second_branch, headquarters, data_protection):
    for by in (second_branch, headquarters, data_protection):
        with pytest.raises(Refused, match="role"):
            changing.take_back(asked, by)
    people.agreed(asked)
    for by in (branch, second_branch, data_protection):
        with pytest.raises(Refused, match="role"):
            changing.accept(asked, by)
    with pytest.raises(Refused, match="why"):
        changing.decline(asked, headquarters, " ")


def test_after_the_vote_no_change_is_asked(approved, branch):
    over = vote_over_at(approved.campaign)
    with pytest.raises(Refused, match="The vote is over"):
        changing.ask(approved, branch, reason="x", party_kk="Партия", now=over)
    minute = datetime.timedelta(minutes=1)
    change = changing.ask(approved, branch, reason="x", party_kk="Партия", now=over - minute)
    changing.take_back(change, branch)


def test_after_the_vote_the_page_of_a_change_says_that_it_is_over(approved, branch):
    with override("kk"):
        address = reverse("cabinet:change", args=[approved.pk])
        candidate = reverse("cabinet:candidate", args=[approved.pk])
    assert client_of(branch).get(address).status_code == 200
    with override("kk"):
        asked = gettext(
            "Approved. A change is asked of headquarters; readers see the approved data until it is accepted."
        )
    assert asked in client_of(branch).get(candidate).content.decode()
    form = {"version": approved.version, "reason": "x", "workplace_kk": "Зауыт"}
    with clock(vote_over_at(approved.campaign)):
        desk = client_of(branch)
        overview = desk.get(address, follow=True)
        response = desk.post(address, form)
    assert overview.redirect_chain[0][0] == candidate
    assert f'href="{address}"' not in overview.content.decode()
    assert asked not in overview.content.decode()
    assert (response.status_code, len(response.context["form"].non_field_errors())) == (422, 1)


def test_a_decision_kept_back_is_not_told_by_a_refusal(waiting, branch, headquarters):
    reviewing.approve(waiting, headquarters, announce=False)
    with pytest.raises(Refused, match="under review"):
        changing.ask(waiting, branch, reason="x", party_kk="Партия")


def test_an_accepted_address_closes_the_link_at_the_former(approved, branch, headquarters):
    change = changing.ask(approved, branch, reason="Қате жазылған", email="right@mail.example")
    change = changing.confirm(approved.links.get(closed_at=None), change)
    changing.accept(change, headquarters)
    assert not approved.links.filter(closed_at=None).exists()
