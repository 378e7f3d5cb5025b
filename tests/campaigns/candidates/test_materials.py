"""Which publications are about a candidate: the door, and its page in the administration."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from appeals.enums import Kind
from campaigns import campaigning
from campaigns.candidates import changing, materials, path, reviewing
from campaigns.enums import PathStep
from campaigns.models import Candidacy
from federation.models import AuditEntry
from federation.refusals import Refused
from tests.appeals.texts import IMPRINT
from tests.campaigns.candidates import people
from tests.campaigns.surfaces import MOMENTS, QUIET, silent
from tests.cast import client_of, long_serving
from tests.clock import clock
from tests.site.publications import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def news(running, editor, publisher, headquarters):
    """A published item that belongs to the campaign."""
    for somebody in (editor, publisher, headquarters):
        long_serving(somebody)
    publication = publish(
        editor, publisher, kind=Kind.NEWS, slug="kezdesu", campaign_material=True, **IMPRINT
    )
    campaigning.link(running, publication, headquarters)
    return publication


def test_adding_twice_is_once_and_leaves_one_line_without_a_name(whole, news, editor):
    materials.add(whole, news, editor)
    materials.add(whole, news, editor)
    assert list(whole.materials.all()) == [news]
    entry = AuditEntry.objects.get(action="candidacy.material")
    assert whole.full_name_kk not in f"{entry} {entry.details}"
    assert str(news) not in str(entry.details)
    materials.remove(whole, news, editor)
    materials.remove(whole, news, editor)
    assert not whole.materials.exists()


def test_only_what_belongs_to_the_campaign(whole, news, running, headquarters):
    campaigning.unlink(running.links.get(), headquarters)
    with pytest.raises(Refused):
        materials.add(whole, news, headquarters)


def test_only_to_the_approved(waiting, news, headquarters):
    with pytest.raises(Refused):
        materials.add(waiting, news, headquarters)


def test_before_the_announcement_headquarters_alone(whole, news, headquarters, editor):
    Candidacy.objects.filter(pk=whole.pk).update(announced_at=None)
    with pytest.raises(Refused):
        materials.add(whole, news, editor)
    materials.add(whole, news, headquarters)


def test_not_by_whom_has_no_right(whole, news, branch, data_protection):
    for somebody in (branch, data_protection):
        with pytest.raises(Refused):
            materials.add(whole, news, somebody)
        with pytest.raises(Refused):
            materials.remove(whole, news, somebody)


def refused(act):
    """Whether the door refuses because of the silence; what it did is undone."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except Refused as refusal:
        return "2023" in str(refusal)
    return False


@pytest.fixture
def in_the_pool(election, branch, first_branch, standing, headquarters):
    """Beside the public candidate one before the headquarters, in the election of the walks."""
    with clock(standing.announced_at):
        pool = election.pools.get()
        return people.submitted(pool, branch, first_branch)


def test_adding_is_refused_in_a_silence_minute_by_minute(standing, materials_of_walk, editor):
    for moment in MOMENTS["campaign"]:
        with clock(moment):
            act = lambda: materials.add(standing, materials_of_walk, editor)  # noqa: E731
            assert refused(act) is silent(moment), moment
    with clock(QUIET):
        materials.remove(standing, materials_of_walk, editor)


@pytest.fixture
def materials_of_walk(request):
    return request.getfixturevalue("materials")[Kind.NEWS]


def test_what_opens_a_candidate_is_refused_in_a_silence(standing, in_the_pool, headquarters, branch):
    """Approving with the announcement, announcing, a step with its announcement; deciding for later works."""
    long_serving(branch)
    with clock(QUIET):
        assert refused(lambda: reviewing.approve(in_the_pool, headquarters, announce=True))
        reviewing.approve(in_the_pool, headquarters, announce=False)
        assert refused(lambda: reviewing.announce([in_the_pool], headquarters))
        step = {
            "on": timezone.localdate(QUIET),
            "source_kk": "№ 1",
            "source_ru": "№ 1",
            "source_url": "https://example.org/",
        }
        assert refused(
            lambda: path.record_step(standing, headquarters, step=PathStep.PROPOSED, announce=True, **step)
        )
        path.record_step(standing, headquarters, step=PathStep.PROPOSED, announce=False, **step)
        assert refused(lambda: path.announce_steps(standing.campaign.pools.get(), headquarters))
        change = changing.ask(
            standing, branch, reason="Қате.", family_name_kk="Басқа", family_name_ru="Другой"
        )
        people.agreed(change)
        change.refresh_from_db()
        assert refused(lambda: changing.accept(change, headquarters))


def test_a_first_confirmation_in_a_silence_waits_for_its_end(standing):
    assert Candidacy.objects.public(QUIET).filter(pk=standing.pk).exists()
    standing.consents.update(confirmed_at=QUIET)
    assert not Candidacy.objects.public(QUIET).filter(pk=standing.pk).exists()
    after = max(MOMENTS["campaign"])
    assert Candidacy.objects.public(after).filter(pk=standing.pk).exists()


def test_who_narrows_the_consent_in_a_silence_stays(standing):
    former = standing.consents.get()
    former.replaced_at = QUIET
    former.save()
    former.pk, former.replaced_at, former.confirmed_at, former.scope = None, None, QUIET, []
    former.save(force_insert=True)
    assert Candidacy.objects.public(QUIET).filter(pk=standing.pk).exists()


def test_the_page_of_a_candidate_asks_nobody_to_share_it_in_a_silence(standing):
    for moment in MOMENTS["campaign"]:
        with clock(moment):
            shown = Client().get(standing.get_absolute_url("kk")).content.decode()
        assert ('property="og:title"' in shown, "data-share" in shown) == (not silent(moment),) * 2


# The page in the administration


def address(running):
    return reverse("admin:campaigns_link_candidates", args=[running.links.get().pk])


def test_the_page_finds_adds_and_takes_out(whole, news, running, editor):
    client, there = client_of(editor), address(running)
    assert whole.full_name_kk not in client.get(there).content.decode()
    assert whole.full_name_kk in client.get(f"{there}?q=улгибаев").content.decode()
    assert client.post(there, {"add": whole.pk}).status_code == 302
    html = client.get(there).content.decode()
    assert whole.full_name_kk in html
    assert whole.person.iin not in html
    assert client.post(there, {"remove": whole.pk}).status_code == 302
    assert not whole.materials.exists()


def test_the_ways_to_the_page(whole, news, running, editor):
    client = client_of(editor)
    for origin in (
        reverse("admin:campaigns_link_campaign", args=[running.pk]),
        reverse("admin:appeals_publication_change", args=[news.pk]),
    ):
        assert address(running) in client.get(origin).content.decode()


@pytest.mark.parametrize("data", [{"add": "x"}, {"add": "999999999"}, {"remove": "0"}, {}])
def test_nonsense_is_not_found(whole, news, running, editor, data):
    assert client_of(editor).post(address(running), data).status_code == 404


def test_editors_do_not_learn_of_decisions_that_wait(whole, news, running, editor, headquarters):
    Candidacy.objects.filter(pk=whole.pk).update(announced_at=None)
    there = address(running)
    assert "Үлгібаев" not in client_of(editor).get(f"{there}?q=улгибаев").content.decode()
    assert client_of(editor).post(there, {"add": whole.pk}).status_code == 404
    assert "Үлгібаев" in client_of(headquarters).get(f"{there}?q=улгибаев").content.decode()
    materials.add(whole, news, headquarters)
    assert "Үлгібаев" not in client_of(editor).get(there).content.decode()
    assert client_of(editor).post(there, {"remove": whole.pk}).status_code == 404
    assert "Үлгібаев" in client_of(headquarters).get(there).content.decode()


@pytest.mark.parametrize("act", ["add", "remove"])
def test_no_key_tells_a_name_that_the_page_does_not_show(whole, waiting, draft, news, running, editor, act):
    """Counting through the keys would tell everybody in the pool."""
    client = client_of(editor)
    for candidacy in (waiting, draft):
        answer = client.post(address(running), {act: candidacy.pk}, follow=True)
        assert answer.status_code == 404
    assert client.post(address(running), {"remove": whole.pk}).status_code == 404  # it has no materials
    Candidacy.objects.filter(pk=waiting.pk).update(pool_state="rejected", announced_at=timezone.now())
    assert client.post(address(running), {act: waiting.pk}).status_code == 404


def test_the_page_is_closed_to_others(whole, news, running, branch):
    assert client_of(branch).get(address(running)).status_code in (302, 403)
