"""The pages of the moves: who may open them, that looking changes nothing, that acting twice does no harm."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from appeals import publishing
from appeals.comparison import agreement
from appeals.enums import Move, Status
from appeals.models import Publication
from tests.appeals.conftest import fresh
from tests.appeals.texts import TEXTS
from tests.cast import client_of

pytestmark = pytest.mark.django_db

NOTES = {"note_kk": "Түзету", "note_ru": "Исправление", "significance": "minor"}
REASONS = {"reason_kk": "Себебі", "reason_ru": "Причина"}


def page(publication, move, query=""):
    return reverse("admin:appeals_publication_move", args=[publication.pk, move]) + query


def post(user, publication, move, **data):
    return client_of(user).post(page(publication, move), {"version": publication.version, **data})


def said(response):
    """The messages that the next page will show."""
    return " ".join(message.message for message in get_messages(response.wsgi_request))


def test_from_draft_to_reader_and_back(draft, editor, publisher):
    assert post(editor, draft, "submit").status_code == 302
    response = post(publisher, draft, "approve")
    assert response.headers["Location"] == page(draft, "publish")
    assert post(publisher, draft, "publish").status_code == 302
    assert Publication.objects.public().filter(pk=draft.pk).exists()
    assert post(publisher, draft, "withdraw", **REASONS).status_code == 302
    assert not Publication.objects.public().filter(pk=draft.pk).exists()
    assert post(publisher, draft, "restore").status_code == 302
    assert Publication.objects.public().filter(pk=draft.pk).exists()
    assert list(draft.moves.values_list("move", flat=True))[:5] == [
        Move.RESTORE, Move.WITHDRAW, Move.PUBLISH, Move.APPROVE, Move.SUBMIT,
    ]  # fmt: skip


def test_what_the_approver_accepted_is_judged_the_same_at_publishing(draft, editor, publisher):
    """Blocks that stand without a partner keep standing so, whatever else is confirmed on the way."""
    kk = [f"<p>Парламент туралы {number}-сөз.</p>" for number in range(1, 11)]
    ru = [f"<p>О парламенте слово {number}.</p>" for number in range(1, 11)]
    kk.insert(5, "<p>Парламент 0.</p>")
    ru.insert(5, f"<p>Подробности о парламенте: {'далее по тексту, ' * 35}конец.</p>")
    texts = {"body_kk": "".join(kk), "body_ru": "".join(ru)}
    text = fresh(publishing.save_text(draft, editor, version=draft.version, **texts))
    publishing.submit(text, editor)
    before = [row.pair for part, row in agreement(text).rows]
    for part, row in agreement(text).rows:
        if row.problems:
            assert not (row.kk and row.ru)
            place = part.label(row)
            publishing.accept_difference(
                fresh(text), publisher, version=text.version, place=place, reason="мағынасы бір"
            )
    assert client_of(publisher).get(page(text, "approve")).context["blockers"] == []
    assert post(publisher, text, "approve").status_code == 302
    assert client_of(publisher).get(page(text, "publish")).context["blockers"] == []
    assert [row.pair for part, row in agreement(fresh(text)).rows] == before
    assert post(publisher, text, "publish").status_code == 302
    assert fresh(text).editions.count() == 1


@pytest.mark.parametrize(
    "move", [move.value for move in Move if move not in ("create", "import", "edit", "place", "revert")]
)
def test_looking_at_a_page_changes_nothing(move, in_review, publisher, administrator):
    before = in_review.moves.count()
    who = administrator if move == "redact" else publisher
    response = client_of(who).get(page(in_review, move, "?place=b1"))
    assert response.status_code == 200
    assert (fresh(in_review).status, in_review.moves.count()) == (Status.IN_REVIEW, before)


@pytest.mark.parametrize(
    ("move", "data"),
    [("submit", {}), ("approve", {}), ("return", {"reason": "Күнін тексеріңіз"}), ("withdraw", REASONS)],
)
def test_pressing_twice_does_no_harm(move, data, request, editor, publisher):
    item = request.getfixturevalue(
        {"submit": "draft", "approve": "in_review", "return": "in_review", "withdraw": "published"}[move]
    )
    user = editor if move == "submit" else publisher
    assert post(user, item, move, **data).status_code == 302
    count = item.moves.count()
    response = post(user, item, move, **data)
    assert response.status_code == 409
    assert response.context["reasons"]
    assert item.moves.count() == count


def test_publishing_needs_notes_from_the_second_edition_on(published, editor, publisher):
    publishing.save_text(published, editor, version=published.version, title_ru="Иное", title_kk="Басқа")
    again = fresh(published)
    publishing.submit(again, editor)
    publishing.confirm(again, editor, version=again.version, places={"title"})
    publishing.approve(again, publisher)
    response = post(publisher, again, "publish")
    assert response.status_code == 200
    assert set(response.context["form"].errors) >= {"note_kk", "note_ru"}
    assert post(publisher, again, "publish", **NOTES).status_code == 302
    assert again.editions.count() == 2


def test_a_moment_in_the_past_is_refused(approved, publisher):
    response = post(publisher, approved, "publish", public_from="2020-01-01T10:00")
    assert response.context["form"].errors["public_from"]
    assert not approved.editions.exists()


def test_publishing_later_and_taking_it_off_the_schedule(approved, publisher, tomorrow):
    moment = timezone.localtime(tomorrow).strftime("%Y-%m-%dT%H:%M")
    response = post(publisher, approved, "publish", public_from=moment)
    assert response.status_code == 302
    assert timezone.localtime(tomorrow).strftime("%H:%M") in said(response)
    assert fresh(approved).scheduled_edition()
    assert not Publication.objects.public().filter(pk=approved.pk).exists()
    assert post(publisher, approved, "unschedule").status_code == 302
    assert not fresh(approved).scheduled_edition()


def test_a_difference_stands_in_the_way_and_is_named(draft, editor, publisher):
    body = draft.body_ru.replace("19 марта", "18 марта")
    publishing.save_text(draft, editor, version=draft.version, body_ru=body)
    publishing.submit(draft, editor)
    item = fresh(draft)
    response = client_of(publisher).get(page(item, "approve"))
    assert any("18" in str(reason) for reason in response.context["blockers"])
    assert post(publisher, item, "approve").status_code == 409


def test_a_text_in_one_language_is_not_submitted_and_the_page_says_why(editor):
    item = publishing.create(editor, kind="news", title_kk="Тек қазақша", body_kk="<p>Мәтін</p>")
    assert client_of(editor).get(page(item, "submit")).context["blockers"]
    assert post(editor, item, "submit").status_code == 409


def test_a_publisher_accepts_a_difference_with_a_reason(draft, editor, publisher):
    body = draft.body_ru.replace("19 марта", "18 марта")
    publishing.save_text(draft, editor, version=draft.version, body_ru=body)
    item = fresh(draft)
    client = client_of(publisher)
    answer = client.get(page(item, "override", "?place=b2"))
    assert "18" in answer.content.decode()
    empty = client.post(page(item, "override", "?place=b2"), {"version": item.version, "reason": " "})
    assert empty.context["form"].errors["reason"]
    response = client.post(
        page(item, "override", "?place=b2"), {"version": item.version, "reason": "Түпнұсқада осылай"}
    )
    assert response.status_code == 302
    assert item.overrides.get().block == "b2"


def test_an_administrator_who_wrote_is_told_that_four_eyes_are_waived(administrator):
    item = publishing.create(administrator, kind="news", **TEXTS)
    publishing.submit(item, administrator)
    form = client_of(administrator).get(reverse("admin:appeals_publication_change", args=[item.pk]))
    assert form.context["buttons"]
    assert form.context["hint"]
    response = client_of(administrator).get(page(item, "approve"))
    assert response.context["waives"]
    assert post(administrator, fresh(item), "approve").status_code == 302


def test_a_text_that_changed_meanwhile_is_not_approved_unseen(in_review, publisher):
    response = client_of(publisher).post(page(in_review, "approve"), {"version": in_review.version - 1})
    assert response.status_code == 409
    assert fresh(in_review).status == Status.IN_REVIEW


@pytest.mark.parametrize("broken", ["x", "-", "9" * 30])
def test_a_broken_version_is_refused(broken, in_review, publisher):
    response = client_of(publisher).post(page(in_review, "approve"), {"version": broken})
    assert response.status_code in (404, 409)
    assert fresh(in_review).status == Status.IN_REVIEW


def test_an_unknown_move_is_not_found(draft, publisher):
    assert client_of(publisher).get(page(draft, "edit")).status_code == 404
    assert client_of(publisher).get(page(draft, "nonsense")).status_code == 404


def test_buttons_are_the_legal_moves(draft, editor, publisher):
    text = reverse("admin:appeals_publication_change", args=[draft.pk])
    assert [move for move, _ in client_of(editor).get(text).context["buttons"]] == ["submit"]
    publishing.submit(draft, editor)
    response = client_of(editor).get(text)
    assert response.context["buttons"] == []
    with override(editor.language):
        assert response.context["hint"] == gettext("The text waits for a publisher.")
    response = client_of(publisher).get(text)
    assert [move for move, _ in response.context["buttons"]] == ["approve", "return"]
    assert response.context["hint"] == ""


def test_a_writer_reads_why_somebody_else_has_to_approve(publisher):
    item = publishing.create(publisher, kind="news", **TEXTS)
    publishing.submit(item, publisher)
    response = client_of(publisher).get(reverse("admin:appeals_publication_change", args=[item.pk]))
    assert "approve" not in dict(response.context["buttons"])
    assert response.context["hint"]


# Who may open which page: 200, 302 to the preview (reads, does not write), 403, or to the log-in.

PEOPLE = (
    "editor", "publisher", "headquarters", "data_protection", "administrator", "branch", "regional_headquarters",
    "reader",
)  # fmt: skip
READ, WRITE, DECIDE = PEOPLE[:5], ("editor", "publisher", "administrator"), ("publisher", "administrator")
ADDRESSES = {
    "changelist": READ,
    "add": WRITE,
    "import": WRITE,
    "change": WRITE,
    "history": READ,
    "preview": READ,
    "submit": WRITE,
    "confirm": WRITE,
    "approve": DECIDE,
    "publish": DECIDE,
    "withdraw": DECIDE,
    "override": DECIDE,
    "revert": WRITE,
    "delete": (),
}


def visitor(request, person):
    who = request.getfixturevalue(person)
    return who if person == "reader" else client_of(who)


def address_of(name, publication):
    if name in ("changelist", "add", "import"):
        return reverse(f"admin:appeals_publication_{name}")
    if name == "revert":
        return reverse(
            "admin:appeals_publication_revert", args=[publication.pk, publication.history.first().pk]
        )
    if name in ("change", "history", "preview", "delete"):
        return reverse(f"admin:appeals_publication_{name}", args=[publication.pk])
    return page(publication, name)


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("person", PEOPLE)
def test_who_may_open_what(person, name, published, request):
    response = visitor(request, person).get(address_of(name, published))
    if person not in READ:
        assert response.status_code == 302
        assert "/admin/login/" in response.headers["Location"]
    elif person in ADDRESSES[name]:
        assert response.status_code == 200
    elif name == "change":
        assert response.headers["Location"] == address_of("preview", published)
    else:
        assert response.status_code == 403


@pytest.mark.parametrize("name", ["submit", "approve", "publish", "withdraw", "override", "revert"])
@pytest.mark.parametrize("person", ["headquarters", "data_protection", "branch", "reader"])
def test_who_may_not_act(person, name, published, request):
    before = published.moves.count()
    data = {"version": published.version, **REASONS, **NOTES}
    response = visitor(request, person).post(address_of(name, published), data)
    assert response.status_code in (302, 403)
    assert published.moves.count() == before


@pytest.mark.parametrize("move", ["approve", "publish"])
def test_only_an_administrator_reads_that_he_may_go_on(move, publisher):
    item = publishing.create(publisher, kind="news", **TEXTS)
    publishing.submit(item, publisher)
    response = client_of(publisher).get(page(item, move))
    assert response.context["reasons"]
    assert not response.context["waives"]


def test_files_without_a_title_are_among_what_has_to_be_mended(in_review, publisher):
    in_review.attachments.create(file="x.pdf", name="қаулы.pdf", content_type="application/pdf", size=1)
    response = client_of(publisher).get(page(in_review, "approve"))
    assert any("қаулы.pdf" in reason for reason in response.context["blockers"])


def test_a_cancelled_edition_is_marked(approved, publisher, tomorrow):
    edition = publishing.publish(approved, publisher, public_from=tomorrow)
    client = client_of(publisher)
    addresses = [
        reverse("admin:appeals_edition_changelist"),
        reverse("admin:appeals_edition_change", args=[edition.pk]),
    ]
    assert not any("жоспардан алынған" in client.get(address).content.decode() for address in addresses)
    publishing.unschedule(approved, publisher)
    assert all("жоспардан алынған" in client.get(address).content.decode() for address in addresses)
