"""The private page of a candidate: what they read is what they confirm, and nobody else comes in."""

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.candidates import changing, confirming, listing, queue, registering, reviewing
from campaigns.candidates.completeness import asked_of
from campaigns.candidates.door import Overtaken
from campaigns.candidates.linking import link_of
from campaigns.candidates.moves import Move
from campaigns.enums import Scope
from campaigns.models import Candidacy, CandidateLink
from federation.refusals import Refused
from tests.campaigns.candidates import people
from tests.campaigns.candidates.public import announced
from tests.cast import client_of

pytestmark = pytest.mark.django_db
SECRETS = {"phone": "+7 701 222 33 44", "address": "Жасырын көше, 7"}


@pytest.fixture
def sent(ready, branch):
    """A submitted candidacy whose candidate has not confirmed."""
    ready = registering.write(ready, branch, version=ready.version, **SECRETS)
    registering.submit(ready, branch)
    return Candidacy.objects.get(pk=ready.pk)


@pytest.fixture
def address(sent, queued_mails):
    return address_in(queued_mails()[-1])


def address_in(mail, language="kk"):
    return re.search(rf"/{language}/candidate/\S+", mail["text"]).group(0)


def token_in(address):
    return address.split("/")[3]


@pytest.fixture
def page():
    return Client(enforce_csrf_checks=True)


def posted(client, address, **data):
    """What a person's browser sends from the page that it shows, with the token of that page."""
    shown = client.get(address).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown).group(1)
    mark = re.search(r'name="shown" value="([^"]+)"', shown)
    return client.post(
        address, {"csrfmiddlewaretoken": token, "shown": mark.group(1) if mark else "", **data}
    )


def test_the_candidate_reads_what_is_public_and_what_stays_private(page, address, sent):
    for language in ("kk", "ru"):
        response = page.get(address.replace("/kk/", f"/{language}/"))
        text = response.content.decode()
        assert response.status_code == 200
        assert sent.programme_kk in text
        assert sent.email in text
        assert SECRETS["phone"] in text
        assert SECRETS["address"] not in text
        assert sent.person.iin not in text
        assert f"{sent.person.iin[-4:]} · " in text
        assert "1975" in text
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "strict-origin"
        assert "noindex" in response["X-Robots-Tag"]


def test_confirmed_it_counts_and_a_second_press_changes_nothing(page, address, sent):
    assert posted(page, address, confirm="1", scope=list(Scope.values)).status_code == 302
    consent = sent.consents.in_force().get()
    assert posted(page, address, confirm="1", scope=list(Scope.values)).status_code == 302
    assert sent.consents.in_force().get() == consent
    assert sent.events.filter(move=Move.CONFIRM).count() == 1


def test_the_candidate_narrows_the_consent_at_once(page, address, sent):
    posted(page, address, confirm="1", scope=list(Scope.values))
    whole = sent.consents.in_force().get()
    posted(page, address, confirm="1", scope=[Scope.BIOGRAPHY])
    consent = sent.consents.in_force().get()
    assert (consent.scope, consent.scan) == ([Scope.BIOGRAPHY], whole.scan)
    # Never more than the paper says: what was left out comes back through the branch alone.
    response = posted(page, address, confirm="1", scope=[Scope.BIOGRAPHY, Scope.PHOTO])
    assert response.status_code == 200
    assert response.context["reasons"]
    assert sent.consents.in_force().get() == consent


def test_what_changed_while_reading_is_told(sent, address, english):
    link = link_of(token_in(address))
    shown = confirming.fingerprint(link.candidacy)
    Candidacy.objects.filter(pk=sent.pk).update(programme_kk="Басқа")
    with pytest.raises(Overtaken, match="while you were reading"):
        confirming.confirm(link, shown=shown, scope=[])
    assert not sent.consents.in_force().exists()


def test_an_objection_goes_to_the_branch_by_mail_and_only_so_often(page, address, sent, branch, queued_mails):
    before = len(queued_mails())
    assert posted(page, address, object="1", text="Тегім қате жазылған").status_code == 302
    mail = queued_mails()[-1]
    assert (mail["to"], "Тегім қате жазылған" in mail["text"]) == (branch.email, True)
    assert posted(page, address, object="1", text="  ").status_code == 200
    for _number in range(confirming.MOST_OBJECTIONS):
        response = posted(page, address, object="1", text="Тағы")
    assert "Тағы" in response.content.decode()
    assert len(queued_mails()) == before + confirming.MOST_OBJECTIONS


def test_an_objection_stands_before_branch_and_reviewers_until_it_is_answered(
    page, address, sent, branch, headquarters
):
    said = "Тегім қате жазылған"
    assert posted(page, address, object="1", text=said).status_code == 302
    pages = [
        (branch, reverse("cabinet:candidate", args=[sent.pk])),
        (headquarters, reverse("cabinet:review-one", args=[sent.pk])),
    ]
    for person, path in pages:
        assert said in client_of(person).get(path).content.decode()
    (_row, marks), *_others = queue.marked([sent], headquarters)
    assert "objected" in [mark.kind for mark in marks]
    assert [row.objected for row, _said in listing.needs(branch)] == [True]
    posted(page, address, confirm="1", scope=[], settled="1")
    assert not sent.remarks.objections().exists()
    assert said not in client_of(branch).get(pages[0][1]).content.decode()


def test_whoever_objected_says_that_it_is_settled_before_confirming(page, address, sent):
    assert 'name="settled"' not in page.get(address).content.decode()
    posted(page, address, object="1", text="Тегім қате жазылған")
    shown = page.get(address).content.decode()
    assert "Тегім қате жазылған" in shown
    assert 'name="settled"' in shown
    response = posted(page, address, confirm="1", scope=[Scope.BIOGRAPHY])
    assert len(response.context["reasons"]) == 1
    assert not sent.consents.in_force().exists()
    assert sent.remarks.objections().exists()
    # What was ticked stays ticked.
    assert re.findall(r'id="scope-(\w+)" checked', response.content.decode()) == [Scope.BIOGRAPHY]
    assert posted(page, address, confirm="1", scope=[Scope.BIOGRAPHY], settled="1").status_code == 302
    assert sent.consents.in_force().get().scope == [Scope.BIOGRAPHY]
    assert not sent.remarks.objections().exists()


def test_the_candidate_reads_the_seat_and_the_kinds_of_the_papers(page, address, sent, branch, pool):
    place = pool.campaign.constituencies.create(
        body=pool.body, region=sent.region, number=7, name_kk="Орталық", name_ru="Центральный"
    )
    Candidacy.objects.filter(pk=sent.pk).update(constituency=place)
    registering.attach(sent, branch, "application", people.paper("%PDF-1.4 secret of the paper"))
    asked = {row.code: str(row) for row in asked_of(sent).documents}
    text = page.get(address).content.decode()
    assert str(place) in text
    assert str(sent.region) in text
    assert asked["application"] in text
    assert "secret of the paper" not in text


def test_withdrawn_it_is_in_force_no_more(page, address, sent):
    posted(page, address, confirm="1", scope=[])
    assert posted(page, address, withdraw="1").status_code == 200
    assert sent.consents.in_force().exists()
    posted(page, address, withdraw="1", sure="1")
    assert not sent.consents.in_force().exists()


def test_a_change_that_waits_is_shown_and_confirmed(page, sent, branch, queued_mails):
    people.confirmed(sent)
    public = announced(sent)
    change = changing.ask(public, branch, reason="Қате", family_name_ru="Новикова")
    address = address_in(queued_mails()[-1])
    assert "Новикова" in page.get(address).content.decode()
    assert posted(page, address, **{"confirm-change": change.pk}).status_code == 302
    change.refresh_from_db()
    assert change.confirmed_at
    assert posted(page, address, **{"confirm-change": change.pk + 1}).status_code == 200


def test_unknown_expired_and_closed_links_answer_alike(page, address, sent, branch):
    unknown = page.get(reverse("campaigns:candidate-link", args=["x" * 43]))
    expired_address = address
    CandidateLink.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    expired = page.get(expired_address)
    CandidateLink.objects.update(expires_at=timezone.now() + datetime.timedelta(days=1))
    assert page.get(address).status_code == 200
    registering.send_link(sent, branch)
    closed = page.get(address)
    assert {one.status_code for one in (unknown, expired, closed)} == {410}

    def body(response):
        return re.sub(r"/candidate/[^/]+/", "", response.content.decode())

    assert body(unknown) == body(expired) == body(closed)
    assert page.get(f"{address}photo/").status_code == 410


def test_the_photo_is_shown_behind_the_link_alone(page, draft, branch, queued_mails):
    registering.photograph(draft, branch, people.picture())
    draft.refresh_from_db()
    ready = people.complete(draft, branch, photo_alt_kk="Ер адам", photo_alt_ru="Мужчина")
    registering.submit(ready, branch)
    address = address_in(queued_mails()[-1])
    response = page.get(f"{address}photo/")
    assert response["Content-Type"] == "image/jpeg"
    assert "no-store" in response["Cache-Control"]
    assert page.get(address).status_code == 200


def test_a_link_that_was_closed_while_the_page_stood_open_does_nothing(address, sent, branch, english):
    link = link_of(token_in(address))
    registering.send_link(sent, branch)
    with pytest.raises(Refused, match="does not hold"):
        confirming.confirm(link, shown=confirming.fingerprint(link.candidacy), scope=[])
    with pytest.raises(Refused, match="does not hold"):
        confirming.object_to(link, "x")


def test_nobody_posts_for_the_candidate_from_another_site(page, address, sent):
    assert page.post(address, {"confirm": "1"}).status_code == 403
    assert not sent.consents.in_force().exists()


def test_the_log_does_not_hold_the_key(page, address, log):
    """A refused request is logged with its address: by a browser without cookies, or for a photo that is not there."""
    assert page.post(address, {"confirm": "1"}).status_code == 403
    assert page.get(f"{address}photo/").status_code == 404
    assert "/candidate/…/" in log()
    assert token_in(address) not in log()
    assert link_of(token_in(address))


def test_a_remark_with_a_sign_that_no_database_takes_is_sent_without_it(page, address, queued_mails):
    assert posted(page, address, object="1", text="қате\0 бар").status_code == 302
    assert "қате бар" in queued_mails()[-1]["text"]


def test_a_link_at_a_mended_address_closes_the_former(ready, branch, queued_mails):
    registering.send_link(ready, branch)
    token = token_in(address_in(queued_mails()[-1]))
    one = registering.write(ready, branch, version=ready.version, workplace_kk="Зауыт")
    assert link_of(token)
    registering.write(one, branch, version=one.version, email="right@mail.example")
    assert link_of(token) is None


def test_a_link_of_somebody_else_closes(ready, branch, queued_mails):
    registering.send_link(ready, branch)
    token = token_in(address_in(queued_mails()[-1]))
    registering.write(ready, branch, version=ready.version, iin=people.iin())
    assert link_of(token) is None


def test_another_seat_is_confirmed_anew(sent, branch, headquarters, other_branch, page, address):
    people.confirmed(sent)
    assert str(sent.region) in page.get(address).content.decode()
    reviewing.send_back(sent, headquarters, remarks={"region": "?"})
    one = Candidacy.objects.get(pk=sent.pk)
    one = registering.write(one, branch, version=one.version, nominator=one.nominator)
    assert one.consents.in_force().exists()
    shown = confirming.fingerprint(one)
    one = registering.write(one, branch, version=one.version, region=other_branch.region)
    assert not one.consents.in_force().exists()
    assert confirming.fingerprint(one) != shown


def test_a_link_that_does_not_hold_shows_the_way_that_always_does(page, address, sent):
    response = page.get("/kk/candidate/unknown/")
    assert response.status_code == 410
    assert 'href="/kk/privacy/"' in response.content.decode()


def test_the_mail_tells_both_ways_of_withdrawal(address, queued_mails):
    text = queued_mails()[-1]["text"]
    assert "/kk/privacy/" in text
    assert "/ru/privacy/" in text
