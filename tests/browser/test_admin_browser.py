"""The staff's workplace as a person meets it: typing, pasting from Word, publishing, in both languages."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from appeals import publishing
from appeals.enums import Kind, Status
from appeals.models import Publication
from tests.appeals.test_admin_pages import DOCUMENT
from tests.appeals.texts import TEXTS
from tests.browser.conftest import session_cookie
from tests.browser.sound import faults, width_faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Word's own HTML: bullets are paragraphs with a sign and a style.
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Word 15">
<style><!-- p.MsoNormal {font-size:11.0pt;} @list l0 {mso-list-id:7;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--></head><body lang=KK><!--StartFragment-->
<h1 style='margin-top:12.0pt'><span lang=KK style='color:#2F5496'>Мақсат<o:p></o:p></span></h1>
<p class=MsoNormal style='text-align:justify'><span style='font-family:"Times New Roman",serif'>Одақ <b>екі міндет</b>
қояды:<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>еңбекті қорғау;<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp;&nbsp;</span></span><![endif]>кенште;</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;</span></span><![endif]>жалақы.</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>3.<span>
&nbsp;</span></span><![endif]>үшінші</p>
<p class=MsoNormal>− бір;</p><p class=MsoNormal>− екі.</p>
<p class=MsoNormal><span style='font-weight:bold'>Қалың</span>, <a href="https://example.org/"
style='color:blue'>сілтеме</a></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr><td width=31 style='border:solid'><p
class=MsoNormal>Сала</p></td><td><p class=MsoNormal>12</p></td></tr></table><!--EndFragment--></body></html>"""


@pytest.fixture
def draft(editor):
    publication = publishing.create(editor, kind=Kind.APPEAL, **TEXTS)
    publishing.confirm(publication, editor, version=1)
    return Publication.objects.get(pk=publication.pk)


def text_page(publication):
    return reverse("admin:appeals_publication_change", args=[publication.pk])


def paste(page, editor, html):
    editor.click()
    editor.evaluate(
        """(element, html) => {
            const data = new DataTransfer()
            data.setData("text/html", html)
            element.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}))
        }""",
        html,
    )


def test_what_differs_is_marked_while_one_types(open_page, draft, editor):
    page = open_page(editor)
    page.goto(text_page(draft))
    russian = page.locator(".field-body_ru .ProseMirror[lang=ru]")
    russian.locator("p").nth(1).click()
    page.keyboard.press("End")
    page.keyboard.insert_text(" 118")
    row = page.locator("#row-b2.differs")
    row.wait_for()
    assert "118" in row.locator(".notes").inner_text()
    assert page.locator(".ProseMirror .block-differs").count() == 2
    page.once("dialog", lambda dialog: dialog.accept())  # leaving would lose what was typed


def test_word_text_comes_in_as_lists_without_styles(open_page, draft, editor):
    page = open_page(editor)
    page.goto(reverse("admin:appeals_publication_add"))
    page.select_option("[name=kind]", "news")
    page.fill("[name=title_kk]", "Қойылған мәтін")
    paste(page, page.locator(".ProseMirror[lang=kk]"), WORD)
    page.click(".actions-bar [name=_save]")
    page.wait_for_url(re.compile(r"/\d+/change/"))
    body = Publication.objects.get(title_kk="Қойылған мәтін").body_kk
    assert body == (
        "<h2>Мақсат</h2><p>Одақ <strong>екі міндет</strong> қояды:</p>"
        "<ul><li>еңбекті қорғау;<ul><li>кенште;</li></ul></li><li>жалақы.</li></ul>"
        '<ol start="3"><li>үшінші</li></ol><ul><li>бір;</li><li>екі.</li></ul>'
        '<p><strong>Қалың</strong>, <a href="https://example.org/">сілтеме</a></p>'
        "<table><tbody><tr><td>Сала</td><td>12</td></tr></tbody></table>"
    )


def test_the_toolbar_works_with_the_keyboard(open_page, draft, editor):
    page = open_page(editor)
    page.goto(text_page(draft))
    bar = page.locator(".field-body_kk .editor-bar").first
    bar.locator("[data-item=paragraph]").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.item") == "heading2"
    page.locator(".ProseMirror[lang=kk] p").first.click()
    bar.locator("[data-item=bulletList]").click()
    assert bar.locator("[data-item=bulletList]").get_attribute("aria-pressed") == "true"
    bar.locator("[data-item=undo]").click()
    assert bar.locator("[data-item=bulletList]").get_attribute("aria-pressed") == "false"


# Everything that the portal's texts may hold (federation/blocks.py), in its canonical form.
RICH = (
    "<h2>Бас\u00a0тақырып</h2><p>№\u00a017, <strong>қалың <em>көлбеу</em></strong> <u>асты</u> <s>сызық</s> "
    'H<sub>2</sub>O x<sup>2</sup> <a href="https://example.org/?a=1&amp;b=2">сілтеме</a><br>жаңа жол</p>'
    '<h3>Кіші</h3><h4>Ең кіші</h4><ul><li>бір<ul><li>ішкі<ol start="3"><li>үш</li></ol></li></ul></li>'
    '<li>екі<br>екінші жол</li></ul><ol start="5"><li>бес</li></ol><blockquote><p>Дәйексөз</p><p>тағы</p></blockquote>'
    '<hr><table><thead><tr><th>Сала</th><th colspan="2">Саны</th></tr></thead><tbody><tr><td rowspan="2">А</td>'
    "<td>1</td><td>2</td></tr><tr><td>3</td><td>4<br>5</td></tr></tbody></table>"
    "<table><tbody><tr><th>Бас</th><td>1</td></tr></tbody></table><p>Со\u00adңы.</p>"
)


def test_typing_at_one_place_changes_nothing_elsewhere(open_page, editor):
    item = publishing.create(editor, kind=Kind.NEWS, title_kk="Бай мәтін", body_kk=RICH)
    assert item.body_kk == RICH
    page = open_page(editor)
    page.goto(text_page(item))
    page.locator(".ProseMirror[lang=kk] h4").click()
    page.keyboard.press("End")
    page.keyboard.insert_text(" сөз")
    page.click(".actions-bar [name=_save]")
    page.locator(".messagelist").wait_for()
    assert Publication.objects.get(pk=item.pk).body_kk == RICH.replace("Ең кіші", "Ең кіші сөз")


def test_opening_and_saving_changes_no_letter(open_page, draft, editor):
    page = open_page(editor)
    page.goto(text_page(draft))
    page.locator(".ProseMirror[lang=kk]").wait_for()
    page.click(".actions-bar [name=_save]")
    page.locator(".messagelist .success").wait_for()
    after = Publication.objects.get(pk=draft.pk)
    assert (after.version, after.body_kk, after.body_ru) == (draft.version, draft.body_kk, draft.body_ru)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_from_a_document_to_the_reader(language, open_page, editor, publisher, tmp_path):
    """Import, look, submit; somebody else finds it on the desk, approves and publishes; both languages stand before
    the public."""
    type(editor).objects.update(language=language)
    file = tmp_path / "appeal.txt"
    file.write_text(DOCUMENT, encoding="utf-8")
    page = open_page(editor)
    page.goto(reverse("admin:index"))
    assert page.locator("html").get_attribute("lang") == language
    page.locator(".begin a.default").click()
    page.set_input_files("[name=document]", file)
    page.locator(".actions-bar .default").click()
    assert page.locator("tbody[data-block]").count() == 2
    page.locator(".import-save .default").click()
    page.locator(".actions-bar .move-submit").click()
    page.locator(".actions-bar .move-submit").click()
    page.wait_for_url(re.compile(r"/change/$"))

    other = open_page(publisher)
    other.goto(reverse("admin:index"))
    title = Publication.objects.get().title_kk if language == "kk" else Publication.objects.get().title_ru
    card = other.locator("#desk-in-review")
    # The card leads to the list of exactly these texts, and each of its lines to the text.
    card.locator("h2 a").click()
    other.locator("#result_list tbody tr", has_text=title).wait_for()
    other.go_back()
    card.locator(".desk-lines a", has_text=title).click()
    other.locator(".actions-bar .move-approve").click()
    other.locator(".actions-bar .move-approve").click()
    other.locator(".actions-bar .move-publish").click()
    other.wait_for_url(re.compile(r"/change/$"))
    publication = Publication.objects.get()
    assert publication.status == Status.APPROVED
    for code in ("kk", "ru"):
        reader = open_page()
        reader.goto(publication.get_absolute_url(code))
        assert reader.locator("article #b2").count() == 1


def test_the_second_editor_sees_who_saved_and_keeps_the_own_words(open_page, draft, editor, second_editor):
    page = open_page(editor)
    page.goto(text_page(draft))
    theirs = draft.body_ru.replace("новый коллективный", "отраслевой коллективный")
    publishing.save_text(draft, second_editor, version=draft.version, body_ru=theirs)
    russian = page.locator(".ProseMirror[lang=ru]")
    russian.locator("p").first.click()
    page.keyboard.press("End")
    page.keyboard.insert_text(" Дополнено.")
    page.click(".actions-bar [name=_save]")
    conflict = page.locator(".conflict")
    conflict.wait_for()
    assert second_editor.full_name_kk in conflict.inner_text()
    assert conflict.locator("del").count()
    assert "Дополнено" in page.locator(".ProseMirror[lang=ru]").inner_text()
    conflict.locator("button").click()
    page.locator(".messagelist").wait_for()
    assert "Дополнено" in Publication.objects.get(pk=draft.pk).body_ru


def test_a_lost_session_is_said_and_the_text_survives_the_next_log_in(open_page, live_server, draft, editor):
    page = open_page(editor)
    page.goto(text_page(draft))
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator(".ProseMirror[lang=ru] p").first.click()
    page.keyboard.press("End")
    page.keyboard.insert_text(" Дополнено.")
    page.locator("#agreement-trouble").wait_for()
    page.context.add_cookies([session_cookie(editor, live_server.url)])
    page.context.clear_cookies(name="csrftoken")
    page.context.new_page().goto(text_page(draft))  # another window, with another token
    page.click(".actions-bar [name=_save]")
    page.locator(".messagelist").wait_for()
    assert "Дополнено" in Publication.objects.get(pk=draft.pk).body_ru


def test_the_language_of_the_workplace_is_changed_and_kept(open_page, draft, editor):
    page = open_page(editor)
    page.goto(reverse("admin:appeals_publication_changelist"))
    page.locator("#user-tools [value=ru]").click()
    page.wait_for_function("document.documentElement.lang === 'ru'")
    editor.refresh_from_db()
    assert editor.language == "ru"


@pytest.fixture
def addresses(draft, editor, publisher):
    """Every kind of page, with something on it."""
    publishing.submit(draft, editor)
    publishing.approve(draft, publisher)
    publishing.publish(draft, publisher)
    changed = draft.body_ru.replace("19 марта", "18 марта")
    publishing.save_text(draft, editor, version=draft.version, body_ru=changed)
    own = [reverse(f"admin:appeals_publication_{name}") for name in ("changelist", "add", "import")]
    own += [reverse(f"admin:appeals_{name}_changelist") for name in ("edition", "moverecord", "topic")]
    own += [reverse("admin:appeals_edition_change", args=[draft.editions.get().pk]), reverse("admin:index")]
    pages = [
        reverse(f"admin:appeals_publication_{name}", args=[draft.pk])
        for name in ("change", "history", "preview")
    ]
    moves = [
        reverse("admin:appeals_publication_move", args=[draft.pk, move])
        for move in ("submit", "withdraw", "override", "publish")
    ]
    return [*own, *pages, *moves]


@pytest.mark.parametrize(
    ("language", "scheme", "width", "other"), [("kk", "light", 1280, 390), ("ru", "dark", 390, 1280)]
)
def test_every_page_is_sound_at_every_width(language, scheme, width, other, addresses, open_page, publisher):
    """No complaint of the console (a refused style or script is one), nothing wider than the screen, WCAG 2.2 AA."""
    type(publisher).objects.update(language=language)
    page = open_page(publisher, color_scheme=scheme)
    wrong = []
    for address in addresses:
        page.set_viewport_size({"width": width, "height": 900})
        response = page.goto(address)
        page.wait_for_load_state("networkidle")
        assert response.status == 200, address
        wrong += [f"{address} {said}" for said in [*open_page.complaints, *faults(page)]]
        open_page.complaints.clear()  # axe itself tries an inline style
        page.set_viewport_size({"width": other, "height": 900})
        wrong += [f"{address} {other} {said}" for said in width_faults(page)]
    assert not wrong, "\n".join(wrong)
