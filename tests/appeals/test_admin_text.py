"""The page on which a text is written: saving, two people in one text, the panel, signatories and files."""

import io

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from appeals import publishing
from appeals.enums import Gap, Kind, Move, Status
from appeals.models import Attachment, FormerAddress, Publication, Topic
from tests.appeals.conftest import fresh
from tests.appeals.texts import BODY_KK, BODY_RU, TEXTS
from tests.cast import client_of

pytestmark = pytest.mark.django_db


def address(publication, page="change", *args):
    return reverse(f"admin:appeals_publication_{page}", args=[publication.pk, *args])


def posted(publication=None, **changes):
    """What the browser sends from the page of `publication` when nothing but `changes` was touched."""
    data = {"opened": "", "kind": "appeal", "topics": [], "slug": "", "adopting_body": "", "session_on": "",
            "decided_on": "", "decision_number": "", **dict.fromkeys(TEXTS, "")}  # fmt: skip
    if publication:
        data |= {name: getattr(publication, name) for name in TEXTS}
        data |= {"opened": publication.version, "kind": publication.kind, "slug": publication.slug}
    for prefix in ("signatories", "attachments", "relays"):
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return data | {"_save": ""} | changes


def test_a_new_text_becomes_a_draft(editor):
    client = client_of(editor)
    response = client.post(reverse("admin:appeals_publication_add"), posted(**TEXTS, kind="statement"))
    publication = Publication.objects.get()
    assert response.headers["Location"] == address(publication)
    assert (publication.status, publication.version, publication.kind) == (Status.DRAFT, 1, Kind.STATEMENT)
    assert publication.changed_by == editor


def test_a_text_without_any_title_is_refused_and_kept_in_the_form(editor):
    response = client_of(editor).post(
        reverse("admin:appeals_publication_add"), posted(body_kk="<p>Тақырыпсыз мәтін</p>")
    )
    assert response.status_code == 200
    assert "Тақырыпсыз мәтін" in response.content.decode()
    assert not Publication.objects.exists()


def test_saving_untouched_changes_nothing(approved, publisher):
    """Whoever presses a button without having typed does not become a writer, and the approval stands."""
    lines = {name: value.replace("\n", "\r\n") for name, value in TEXTS.items()}
    before = approved.moves.count()
    response = client_of(publisher).post(address(approved), posted(approved, **lines, _move="publish"))
    assert response.headers["Location"] == address(approved, "move", "publish")
    after = fresh(approved)
    assert (after.version, after.status, after.moves.count()) == (approved.version, Status.APPROVED, before)


def test_an_edit_takes_an_approved_text_back_to_draft(approved, editor):
    body = approved.body_ru.replace("молодёжь", "молодых")
    client_of(editor).post(address(approved), posted(approved, body_ru=body))
    after = fresh(approved)
    assert (after.status, after.version, after.gap) == (Status.DRAFT, approved.version + 1, Gap.STALE)
    assert after.moves.first().move == Move.EDIT


def test_two_people_in_one_field_see_the_difference_and_lose_nothing(draft, editor, second_editor):
    theirs = draft.body_ru.replace("новый коллективный", "отраслевой коллективный")
    mine = draft.body_ru.replace("новый коллективный", "единый коллективный")
    publishing.save_text(draft, second_editor, version=draft.version, body_ru=theirs)

    client = client_of(editor)
    response = client.post(address(draft), posted(draft, body_ru=mine))
    page = response.content.decode()
    assert response.status_code == 200
    assert str(second_editor) in page or second_editor.full_name_kk in page
    assert "<del>отраслевой</del>" in page
    assert "<ins>единый</ins>" in page
    assert "единый коллективный" in response.context["adminform"].form["body_ru"].value()
    assert "отраслевой коллективный" in fresh(draft).body_ru

    version = fresh(draft).version
    response = client.post(address(draft), posted(draft, body_ru=mine, _take_over=version))
    assert response.status_code == 302
    assert "единый коллективный" in fresh(draft).body_ru


def test_fields_that_one_did_not_touch_take_what_the_other_saved(draft, editor, second_editor):
    """The first changed the Russian text, the second the Kazakh title: after the second try both are there."""
    theirs = draft.body_ru.replace("условия труда", "охрану труда")
    publishing.save_text(draft, second_editor, version=draft.version, body_ru=theirs)
    client = client_of(editor)
    response = client.post(address(draft), posted(draft, title_kk="Жаңа тақырып"))
    shown = response.context["adminform"].form
    assert not response.context["conflict"]["overlaps"]
    assert "охрану труда" in shown["body_ru"].value()
    assert any("охрану труда" in row.compared.ru.text for row in response.context["agreement"]["rows"])
    client.post(
        address(draft),
        posted(
            draft, title_kk="Жаңа тақырып", body_ru=shown["body_ru"].value(), _take_over=fresh(draft).version
        ),
    )
    after = fresh(draft)
    assert after.title_kk == "Жаңа тақырып"
    assert "охрану труда" in after.body_ru


def test_a_refused_address_is_said_in_the_form(draft, editor):
    other = publishing.create(editor, kind=Kind.NEWS, title_kk="Басқа", slug="zhana-adres")
    FormerAddress.objects.create(publication=other, address="basqa")
    response = client_of(editor).post(address(draft), posted(draft, slug="basqa"))
    assert response.status_code == 200
    assert response.context["adminform"].form.non_field_errors()
    assert fresh(draft).slug == draft.slug


def test_the_panel_shows_both_values_at_the_block(draft, editor):
    changed = draft.body_ru.replace("19 марта", "18 марта")
    response = client_of(editor).post(
        address(draft, "panel"), {**{name: getattr(draft, name) for name in TEXTS}, "body_ru": changed}
    )
    page = response.content.decode()
    row = page.split('id="row-b2"')[1].split("</tbody>")[0]
    assert "differs" in row.split(">")[0]
    assert "19" in row
    assert "18" in row
    assert fresh(draft).body_ru == draft.body_ru


def test_the_panel_shows_a_lead_that_one_language_lacks(draft, editor):
    typed = {**{name: getattr(draft, name) for name in TEXTS}, "lead_kk": "Қысқаша."}
    client = client_of(editor)
    state = client.post(address(draft, "panel"), typed).context["agreement"]
    assert state["problems"] == 1
    assert [row.place for row in state["rows"] if row.differs] == ["lead"]
    # While a whole language is still to be written, its empty places are said once.
    half = {name: text for name, text in typed.items() if name.endswith("kk")}
    state = client.post(address(draft, "panel"), half).context["agreement"]
    assert (state["missing"], state["problems"]) == (("ru",), 0)


def test_the_panel_works_for_a_text_that_was_never_saved(editor):
    response = client_of(editor).post(reverse("admin:appeals_publication_panel_new"), TEXTS)
    assert response.content.decode().count('id="row-b') == 8


def test_no_change_needed_confirms_one_block(draft, editor):
    body = draft.body_ru.replace("молодёжь", "молодых работников")
    client = client_of(editor)
    client.post(address(draft), posted(draft, body_ru=body))
    stale = fresh(draft)
    assert stale.gap == Gap.STALE
    page = client.get(address(draft)).content.decode()
    assert "<ins>" in page.split('id="row-b6"')[1].split("</tbody>")[0]
    response = client.post(address(draft), posted(stale, _confirm="b6"))
    assert response.status_code == 302
    assert [message.message for message in get_messages(response.wsgi_request)][-1].startswith("Расталды: 1 ")
    assert fresh(draft).gap == Gap.NONE


def test_a_button_of_the_panel_saves_first(draft, editor):
    """Confirming with something typed and unsaved keeps what was typed."""
    body = draft.body_ru.replace("молодёжь", "молодых работников")
    client_of(editor).post(address(draft), posted(draft, body_ru=body, _confirm="b6"))
    after = fresh(draft)
    assert "молодых работников" in after.body_ru
    assert after.gap == Gap.NONE


def test_signatories_are_part_of_the_text(approved, editor):
    row = {"signatories-TOTAL_FORMS": 1, "signatories-0-name_kk": "С. Ахметов", "signatories-0-name_ru": "С. Ахметов",
           "signatories-0-office_kk": "төраға", "signatories-0-office_ru": "председатель",
           "signatories-0-order": 0}  # fmt: skip
    client_of(editor).post(address(approved), posted(approved, **row))
    after = fresh(approved)
    assert after.signatories.get().office_ru == "председатель"
    assert (after.status, after.version) == (Status.DRAFT, approved.version + 1)


def test_a_relay_is_not_part_of_the_text(approved, editor):
    row = {"relays-TOTAL_FORMS": 1, "relays-0-outlet": "Газет", "relays-0-url": "https://example.org/1",
           "relays-0-language": "kk"}  # fmt: skip
    client_of(editor).post(address(approved), posted(approved, **row))
    after = fresh(approved)
    assert after.relays.get().outlet == "Газет"
    assert (after.status, after.version) == (Status.APPROVED, approved.version)


def photo(kind="JPEG", name="photo.jpg"):
    out = io.BytesIO()
    image = Image.new("RGB", (60, 40), "teal")
    exif = image.getexif()
    exif[0x010E] = "Иесі: құпия"
    image.save(out, kind, exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def attached(upload, **more):
    return {"attachments-TOTAL_FORMS": 1, "attachments-0-file": upload, "attachments-0-title_kk": "Жиналыс",
            "attachments-0-title_ru": "Собрание", "attachments-0-order": 0, **more}  # fmt: skip


def test_a_photo_loses_its_private_data(draft, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client_of(editor).post(address(draft), posted(draft, **attached(photo())))
    kept = Attachment.objects.get()
    assert (kept.image, kept.width, kept.height, kept.content_type) == (True, 60, 40, "image/jpeg")
    with kept.file.open() as file:
        assert not Image.open(file).getexif()


def test_a_kept_file_is_shown_and_its_title_can_change(draft, editor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = client_of(editor)
    client.post(address(draft), posted(draft, **attached(photo(name="жиналыс.jpg"))))
    page = client.get(address(draft)).content.decode()
    row = Attachment.objects.get()
    assert "жиналыс.jpg" in page
    assert 'enctype="multipart/form-data"' in page
    change = {"attachments-TOTAL_FORMS": 1, "attachments-INITIAL_FORMS": 1, "attachments-0-id": row.pk,
              "attachments-0-publication": draft.pk, "attachments-0-title_kk": "Жаңа атау",
              "attachments-0-title_ru": row.title_ru, "attachments-0-order": 0}  # fmt: skip
    client.post(address(draft), posted(fresh(draft), **change))
    changed = Attachment.objects.get()
    assert (changed.title_kk, changed.file.name, changed.width) == ("Жаңа атау", row.file.name, 60)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("page.jpg", b"<html><script>alert(1)</script></html>"),
        ("empty.pdf", b""),
        ("archive.docx", b"PK\x03\x04 but no archive"),
        ("program.pdf", b"MZ\x90\x00"),
    ],
)
def test_what_is_no_photo_or_document_is_refused_beside_the_field(
    name, data, draft, editor, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    response = client_of(editor).post(
        address(draft), posted(draft, **attached(SimpleUploadedFile(name, data)))
    )
    assert response.status_code == 200
    formset = next(
        one for one in response.context["inline_admin_formsets"] if one.formset.prefix == "attachments"
    )
    assert formset.formset.forms[0].errors["file"]
    assert not Attachment.objects.exists()
    assert not list(tmp_path.rglob("*.*"))


@pytest.mark.parametrize("cited", [True, False])
def test_a_file_that_an_edition_cites_is_only_marked_as_removed(
    cited, draft, editor, publisher, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    client = client_of(editor)
    client.post(address(draft), posted(draft, **attached(photo())))
    if cited:
        publishing.submit(draft, editor)
        publishing.approve(draft, publisher)
        publishing.publish(draft, publisher)
    row = Attachment.objects.get()
    path = tmp_path / row.file.name
    removal = {"attachments-TOTAL_FORMS": 1, "attachments-INITIAL_FORMS": 1, "attachments-0-id": row.pk,
               "attachments-0-publication": draft.pk, "attachments-0-title_kk": row.title_kk,
               "attachments-0-title_ru": row.title_ru, "attachments-0-order": 0,
               "attachments-0-DELETE": "on"}  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(draft), posted(fresh(draft), **removal))
    assert list(Attachment.objects.values_list("removed", flat=True)) == ([True] if cited else [])
    assert path.exists() is cited


def test_unsafe_markup_never_reaches_the_database(editor):
    client_of(editor).post(
        reverse("admin:appeals_publication_add"),
        posted(
            title_kk="Мәтін", body_kk='<p style="color:red" onclick="x()">Қауіпсіз<script>x()</script></p>'
        ),
    )
    assert Publication.objects.get().body_kk == "<p>Қауіпсіз</p>"


def test_the_look_alike_has_eight_blocks():
    assert BODY_KK.count("<li>") == BODY_RU.count("<li>") == 4


class TestTwoFormsAndWhatIsNoText:
    """Address, mark and topics have no version: only what a person touched is written."""

    def opened(self, draft):
        """What a form opened now carries along."""
        return {"initial-slug": draft.slug, "initial-campaign_material": "False", "slug": draft.slug}

    def somebody_else_saves(self, draft, second_editor):
        topic = Topic.objects.create(slug="enbek", name_kk="Еңбек", name_ru="Труд")
        publishing.save_text(
            draft,
            second_editor,
            version=draft.version,
            slug="jana-ataw",
            campaign_material=True,
            topics=[topic],
        )

    def test_an_older_form_undoes_nothing(self, draft, editor, second_editor):
        form = posted(draft, title_kk="Жаңа тақырып", **self.opened(draft))
        self.somebody_else_saves(draft, second_editor)
        assert client_of(editor).post(address(draft), form).status_code == 302
        after = fresh(draft)
        assert (after.title_kk, after.slug, after.campaign_material) == ("Жаңа тақырып", "jana-ataw", True)
        assert [topic.slug for topic in after.topics.all()] == ["enbek"]

    def test_both_changed_the_address(self, draft, editor, second_editor):
        form = posted(draft, **{**self.opened(draft), "slug": "menin-atauym"})
        self.somebody_else_saves(draft, second_editor)
        response = client_of(editor).post(address(draft), form)
        assert response.status_code == 200
        assert "jana-ataw" in str(response.context["adminform"].form.errors["slug"])
        assert fresh(draft).slug == "jana-ataw"


class TestAFileIsNotKeptByTheBrowser:
    LOST = "Файл сақталған жоқ: оны қайта таңдаңыз."
    ADD = "admin:appeals_publication_add"

    def first(self, client):
        """A photo goes with a text that has no title: the form returns."""
        response = client.post(reverse(self.ADD), posted(body_kk="<p>Мәтін</p>", **attached(photo())))
        assert response.status_code == 200
        return response

    def test_the_row_says_that_the_file_has_to_be_chosen_again(self, editor, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        page = self.first(client_of(editor)).content.decode()
        assert self.LOST in page
        assert 'name="attachments-0-file-lost"' in page

    @pytest.mark.parametrize("typed", ["Жиналыс", ""])
    def test_a_row_whose_file_was_lost_is_not_dropped(self, typed, editor, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        client = client_of(editor)
        self.first(client)
        row = {"attachments-TOTAL_FORMS": 1, "attachments-0-title_kk": typed, "attachments-0-title_ru": typed,
               "attachments-0-order": 0, "attachments-0-file-lost": "1"}  # fmt: skip
        again = client.post(reverse(self.ADD), posted(**TEXTS, **row))
        assert again.status_code == 200
        assert self.LOST in again.content.decode()
        assert 'name="attachments-0-file-lost"' in again.content.decode()
        assert not Publication.objects.exists()
        saved = client.post(reverse(self.ADD), posted(**TEXTS, **row, **{"attachments-0-file": photo()}))
        assert saved.status_code == 302
        assert Publication.objects.get().attachments.count() == 1

    def test_texts_without_a_file_are_refused(self, editor):
        row = {"attachments-TOTAL_FORMS": 1, "attachments-0-title_kk": "Жиналыс", "attachments-0-order": 0}
        response = client_of(editor).post(reverse(self.ADD), posted(**TEXTS, **row))
        assert response.status_code == 200
        assert not Publication.objects.exists()


def test_a_first_save_is_said_once(editor):
    client = client_of(editor)
    response = client.post(reverse("admin:appeals_publication_add"), posted(**TEXTS))
    assert len(list(get_messages(response.wsgi_request))) == 1


def test_a_draft_shows_why_it_was_returned_until_it_is_submitted_again(in_review, editor, publisher):
    client = client_of(editor)
    publishing.send_back(in_review, publisher, reason="Күнін тексеріңіз")
    item = publishing.save_text(in_review, editor, version=in_review.version, title_kk="Тақырып")
    page = client.get(address(item)).content.decode()
    assert "Күнін тексеріңіз" in page
    assert publisher.full_name_kk in page
    publishing.submit(fresh(item), editor)
    assert "Күнін тексеріңіз" not in client.get(address(item)).content.decode()
