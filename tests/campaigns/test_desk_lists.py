"""What a card of the desk counts is what stands on the list that it leads to; whose hand comes first."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from appeals import publishing
from appeals.enums import Kind
from appeals.models import Publication
from campaigns.candidates import demands
from campaigns.desk.waiting import ORDER, cards
from campaigns.enums import DemandKind, JoinState, MeetingState, PromiseState, TaskState
from campaigns.meetings import promising
from campaigns.models import Campaign, Commitment, Task
from federation.models import Invitation, Mail
from tests.appeals.texts import TEXTS
from tests.campaigns.candidates import world
from tests.campaigns.headquarters import work
from tests.cast import client_of

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@pytest.fixture
def w(db):
    """Something of everything: for others, for the own hand, and what nobody waits for."""
    w = work.world()
    Campaign.objects.update(called_on=w.today - 40 * DAY)
    for state in TaskState:
        work.in_state(w, state)
    work.in_state(w, TaskState.DONE, owner=w.republican, doer=w.headquarters, by=w.headquarters)
    work.given(w, owner=w.mine.regional)
    work.given(w, owner=w.theirs.point)
    Task.objects.filter(state=TaskState.OPEN).update(due_on=w.today - DAY)
    work.given(w)
    for due_at in (timezone.now() - HOUR, timezone.now() + 2 * DAY):
        work.joined(w, 1, state=JoinState.RECEIVED, joined_on=None, due_at=due_at)
    work.joined(w, 1)
    held = work.meeting(w)
    work.meeting(w, MeetingState.DRAFT)
    work.meeting(w, MeetingState.DRAFT, headquarters=w.theirs.regional, organisation=None)
    for due_on in (w.today - DAY, w.today + DAY, w.today - 2 * DAY):
        promise(w, held, due_on=due_on)
    told = promise(w, held, due_on=w.today - DAY, published_at=timezone.now(), published_by=w.headquarters)
    promising.report(told, w.branch, state=PromiseState.KEPT, note_kk="Жөнделді", note_ru="Отремонтирован")
    demands.receive(kind=DemandKind.TAKEDOWN, name="Құпия", contact="+77010000000", text="Өшіріңіз")
    Mail.objects.create(to="a@example.org", subject="s", state="refused")
    place = {"role": "editor", "full_name_kk": "Б", "full_name_ru": "Б"}
    for number, days in enumerate((-1, 2, 30)):
        Invitation.objects.create(
            expires_at=timezone.now() + days * DAY, token_hash=str(number), email=f"{number}@a.org", **place
        )
    texts(w)
    return w


def promise(w, meeting, **fields):
    owner = {"headquarters": w.mine.regional, "made_by": w.colleague}
    said = {"text_kk": "Душ жөнделеді", "text_ru": "Душ отремонтируют"}
    return Commitment.objects.create(meeting=meeting, **(owner | said | fields))


def texts(w):
    """A text before the publisher, one that was sent back, two drafts of which one lacks Russian."""
    made = [publishing.create(w.editor, kind=Kind.NEWS, **TEXTS) for _number in range(3)]
    for one in made:
        publishing.confirm(one, w.editor, version=1)
    waiting = [publishing.submit(Publication.objects.get(pk=one.pk), w.editor) for one in made[:2]]
    publishing.send_back(waiting[0], w.publisher, reason="Күнін тексеріңіз")
    publishing.create(w.editor, kind=Kind.NEWS, title_kk="Қазақша ғана", body_kk="<p>Мәтін</p>")


def on_the_list(client, card):
    """How many things the page behind the card lists."""
    response = client.get(card.href)
    assert response.status_code == 200, card.href
    shown = response.context
    if "cl" in shown:
        return shown["cl"].result_count
    if card.name == "tasks":
        return sum(count for _state, count, _rows in shown["columns"])
    if card.name == "late-applications":
        return len(shown["late"])
    if card.name.startswith("silent"):
        return len(
            [*shown["silent"], *shown["more_silent"]] if card.name == "silent" else shown["silent_regions"]
        )
    return shown["page"].paginator.count


def test_every_card_leads_to_what_it_counts(w):
    seen = set()
    for user in w.actors.values():
        client = client_of(user)
        for card in cards(user, timezone.now()):
            assert on_the_list(client, card) == card.count, (user.email, card.name)
            seen.add(card.name)
    assert {"accept", "overdue", "tasks", "release", "confirm", "promises", "meetings", "invitations"} <= seen
    assert {"in-review", "returned", "texts", "gaps", "silent", "silent-regions", "applications"} <= seen


def test_every_line_leads_somewhere(w):
    for user in w.actors.values():
        client = client_of(user)
        for card in cards(user, timezone.now()):
            for line in card.lines:
                response = client.get(line.href)
                assert response.status_code == 200, (user.email, line)
                if "#" in line.href:
                    assert f'id="{line.href.partition("#")[2]}"' in response.text, line


def test_the_lists_of_the_review_and_of_a_branch(db):
    c = world.made()
    branch, leader = c.actors["branch"], c.actors["headquarters"]
    for user in (branch, leader):
        found = cards(user, timezone.now())
        assert found
        for card in found:
            assert on_the_list(client_of(user), card) == card.count, card.name
    names = {card.name for card in cards(leader, timezone.now())}
    assert {"review", "opinions", "review-changes"} <= names
    # A reviewer who works for no branch has no such list.
    assert "state=need" not in client_of(leader).get("/kk/cabinet/candidates/").text


def test_what_waits_for_the_own_hand_stands_before_what_others_let_lapse(w):
    found = cards(w.headquarters, timezone.now())
    assert found[0].name == "accept"
    assert [card.others for card in found] == sorted(card.others for card in found)
    others = {card.name for card in found if card.others}
    assert others == {"promises", "overdue", "late-applications", "silent-regions"} | (
        {"silent"} & {card.name for card in found}
    )
    for user in w.actors.values():
        for is_of_others in (False, True):
            own = [card for card in cards(user, timezone.now()) if card.others is is_of_others]
            keys = [(not card.late, ORDER.index(card.name)) for card in own]
            assert keys == sorted(keys)
    # What a branch promised itself is its own.
    assert not any(card.others for card in cards(w.branch, timezone.now()))
    page = client_of(w.headquarters).get("/ru/cabinet/").text
    assert (
        page.index('id="desk-confirm"') < page.index('class="desk-others"') < page.index('id="desk-overdue"')
    )


def test_an_unknown_list_is_the_whole_one(w):
    for user, address in (
        (w.publisher, reverse("admin:appeals_publication_changelist") + "?waits=nothing"),
        (w.headquarters, "/ru/cabinet/promises/?waits=nothing"),
        (w.branch, "/ru/cabinet/candidates/?state=nothing"),
    ):
        assert client_of(user).get(address).status_code == 200


def test_editors_begin_a_report_at_their_desk(w):
    upload = reverse("admin:campaigns_meeting_import")
    assert upload in client_of(w.editor).get("/admin/").text
    assert upload not in client_of(w.headquarters).get("/admin/").text


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("", "/"),
        ("tasks/", "/tasks/"),
        ("tasks/new/", "/tasks/"),
        ("headquarters/{0}/", "/headquarters/"),
        ("applications/", "/applications/"),
        ("overview/", "/overview/"),
    ],
)
def test_the_menu_marks_the_section_on_its_inner_pages(w, path, section):
    page = client_of(w.headquarters).get(f"/ru/cabinet/{path.format(w.mine.regional.pk)}").text
    nav = page.split('<nav class="cabinet-menu')[1].split("</nav>")[0]
    marked = re.findall(r'href="/ru/cabinet([^"]*)" aria-current="(page|true)"', nav)
    # The wide menu and the folded one.
    assert marked == [(section, "page" if f"/{path}" == section else "true")] * 2
    assert nav.count('class="menu-here"') == 1
