"""An application lies before somebody who can answer it; where nobody is left, the headquarters learn it and why."""

import datetime
import re

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override

from campaigns.joining import access, applying, routing, telling
from federation.enums import Role
from federation.models import Membership, Organisation
from federation.refusals import Refused
from tests.campaigns.conftest import fresh
from tests.cast import client_of, organisation, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
# Mails are in the language of who gets them.
WHY = "You get this mail because nobody in this organisation can answer. Please pass the application on to another one."
LEFT = "Applications that nobody is left to answer"


@pytest.fixture
def miner(miners):
    return person("miner", Role.BRANCH, organisation=miners)


def kazakh(text):
    with override("kk"):
        return gettext(text)


def leaves(user):
    """Yesterday was the last day."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Membership.objects.filter(user=user).update(from_date=yesterday, until_date=yesterday)


def test_routes(federation, first_branch, other_branch, miners, mining, kostanay):
    rows = list(Organisation.objects.all())
    astana = 10_000
    assert routing.branch_for(rows, region=kostanay.pk) == first_branch
    assert routing.branch_for(rows, region=other_branch.region_id) == other_branch
    assert routing.branch_for(rows, region=kostanay.pk, industry=mining.pk) == miners
    assert routing.branch_for(rows, region=kostanay.pk, industry=10_000) == first_branch
    assert routing.branch_for(rows, region=astana) == federation
    assert routing.branch_for(reversed(rows), region=astana, industry=mining.pk) == miners
    with pytest.raises(LookupError):
        routing.branch_for([], region=kostanay.pk)


def test_a_primary_organisation_gets_none(branch, first_branch, kostanay, sent):
    primary = organisation("Бастауыш", "Первичка", kind="primary", parent=first_branch, region=kostanay)
    person("primary", Role.BRANCH, organisation=primary)
    assert sent()[0].organisation == first_branch


def test_where_nobody_can_answer_it_goes_to_the_next(
    sent, federation, first_branch, miners, mining, miner, branch, queued_mails
):
    def gets():
        row, _token = sent(industry=mining, contact="+77010000000")
        return row.organisation

    assert gets() == miners
    miner.is_active = False
    miner.save()
    assert gets() == first_branch
    assert queued_mails()[-1]["to"] == branch.email
    leaves(branch)
    assert gets() == federation


def test_who_will_come_cannot_answer_yet(sent, federation, branch):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    Membership.objects.filter(user=branch).update(from_date=tomorrow)
    assert sent()[0].organisation == federation


def test_what_nobody_can_answer_the_headquarters_get_with_the_reason(headquarters, sent, queued_mails):
    row, _token = sent(contact="+77010000000")
    (mail,) = queued_mails()
    assert mail["to"] == headquarters.email
    assert f"/applications/{row.pk}/pass-on/" in mail["text"]
    assert kazakh(WHY) in mail["text"]


def test_the_branch_reads_no_such_reason(branch, sent, queued_mails):
    sent(contact="+77010000000")
    assert kazakh(WHY) not in queued_mails()[-1]["text"]


def test_it_is_passed_on_to_whom_can_answer_alone(received, headquarters, other_branch, branch):
    with pytest.raises(Refused, match="somebody can answer"):
        applying.pass_on(received, headquarters, organisation=other_branch)
    said = client_of(branch).get(f"/kk/cabinet/applications/{received.pk}/pass-on/")
    assert other_branch.name_kk not in said.content.decode()
    person("newcomer", Role.BRANCH, organisation=other_branch)
    assert list(access.targets(received)) == [other_branch]
    assert applying.pass_on(received, headquarters, organisation=other_branch).organisation == other_branch


def test_where_the_last_one_leaves_the_headquarters_hear_of_it(
    received, branch, second_branch, other_branch, headquarters, queued_mails
):
    now = timezone.now()
    assert telling.late(now) == 0
    leaves(branch)
    before = len(queued_mails())
    assert telling.late(now) == 1
    (mail,) = queued_mails()[before:]
    assert mail["to"] == headquarters.email
    assert mail["subject"] == kazakh(LEFT)
    assert f"№ {received.pk}" in mail["text"]
    # Late, too, it is told of once.
    assert telling.late(received.due_at + telling.PATIENCE) == 1
    applying.pass_on(received, headquarters, organisation=other_branch)
    assert telling.late(now) == 0


def test_the_headquarters_find_it_on_their_page(received, branch, headquarters):
    path = "/kk/cabinet/applications/"
    said = client_of(headquarters).get(path).content.decode()
    assert f"/{received.pk}/pass-on/" not in said
    leaves(branch)
    answer = client_of(headquarters).get(path)
    assert [row.pk for row in answer.context["alone"]] == [received.pk]
    assert f"/{received.pk}/pass-on/" in answer.content.decode()
    received.due_at = timezone.now()
    received.save()
    again = client_of(headquarters).get(path)
    assert (len(again.context["alone"]), len(again.context["late"])) == (1, 0)
    said = re.sub(r"<[^>]*>", " ", again.content.decode())
    assert received.name not in said


def test_what_was_answered_waits_there_too(received, branch, headquarters):
    applying.contact(received, branch)
    leaves(branch)
    assert list(routing.stranded()) == [fresh(received)]
