"""The message catalogues: the tool, the portal's own messages, and what libraries say to people."""

import json
import re
from functools import cache
from pathlib import Path

import django
import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import trans_real

from federation import catalogues

LIBRARIES = settings.BASE_DIR / "locale" / "libraries"
SITE_PACKAGES = Path(django.__file__).parents[1]


# The tool


def test_python_source_gives_its_messages():
    source = """
from django.utils.translation import gettext_lazy as _, ngettext, npgettext, pgettext
_("Kept "
  "together")
ngettext("%d text", "%d texts", n)
pgettext("month", "May")
npgettext("sheet", "%d list", "%d lists", n)
_(variable)
"""
    assert sorted(catalogues.from_python(source)) == [
        ("", "%d text", "%d texts"),
        ("", "Kept together", ""),
        ("month", "May", ""),
        ("sheet", "%d list", "%d lists"),
    ]


def test_template_gives_its_messages():
    source = """{% load i18n %}
<p title="{% translate 'In an attribute' %}">It's 5 o'clock {% translate "May" context "month" %}</p>
    {% blocktranslate trimmed with name=person.name %}
        A letter
        for {{ name }}, 100%
    {% endblocktranslate %}
  {% blocktranslate count n=total %}{{ n }} text{% plural %}{{ n }} texts{% endblocktranslate %}
{{ _("In a variable") }} {{ value|default:_("In a filter") }} {# {% translate "Not this" %} #}
{% comment %}{% translate "Nor this" %}{% endcomment %}"""
    assert sorted(catalogues.from_template(source)) == [
        ("", "%(n)s text", "%(n)s texts"),
        ("", "A letter for %(name)s, 100%%", ""),
        ("", "In a filter", ""),
        ("", "In a variable", ""),
        ("", "In an attribute", ""),
        ("month", "May", ""),
    ]


def test_javascript_gives_its_messages():
    source = """
const label = gettext("Save");
const count = interpolate(ngettext("%(n)s text", "%(n)s texts", n), { n }, true);
const odd = /["']/.test(x) ? `a ${gettext('Within')}` : pgettext("month", "May");
"""
    assert sorted(catalogues.from_javascript(source)) == [
        ("", "%(n)s text", "%(n)s texts"),
        ("", "Save", ""),
        ("", "Within", ""),
        ("month", "May", ""),
    ]


@pytest.fixture
def project(tmp_path):
    """A tiny project with one message of each sort, its catalogues made and filled."""
    for folder in catalogues.SOURCES:
        (tmp_path / folder).mkdir()
    (tmp_path / "appeals" / "a.py").write_text('_("Yes")\nngettext("%(n)s text", "%(n)s texts", n)\n')
    (tmp_path / "static" / "a.js").write_text('gettext("No")')
    catalogues.update(tmp_path)
    for language, yes, no, texts in [
        ("kk", "Иә", "Жоқ", ["%(n)s мәтін"] * 2),
        ("ru", "Да", "Нет", ["%(n)s текст", "%(n)s текста", "%(n)s текстов", "%(n)s текста"]),
    ]:
        fill(tmp_path, language, "django", {"Yes": yes, "%(n)s text": texts})
        fill(tmp_path, language, "djangojs", {"No": no})
    return tmp_path


def fill(root, language, domain, translations):
    path = catalogues.catalogue_path(root, language, domain)
    entries = catalogues.read(path)
    for msgid, said in translations.items():
        entry = entries["", msgid]
        if entry.msgid_plural:
            entry.msgstr_plural = dict(enumerate(said))
        else:
            entry.msgstr = said
    catalogues.write(path, language, entries.values())


def test_update_is_stable_and_keeps_translations(project):
    assert catalogues.examine(project) == []
    paths = [catalogues.catalogue_path(project, lang, d) for lang in ("kk", "ru") for d in catalogues.DOMAINS]
    before = [path.read_text() for path in paths]
    assert "Date" not in "".join(before)
    catalogues.update(project)
    assert [path.read_text() for path in paths] == before


def test_update_follows_the_source(project):
    (project / "appeals" / "a.py").write_text('_("Yes")\n_("New")\n')
    assert [
        line.rpartition(": ")[2] for line in catalogues.examine(project) if line.startswith("locale/kk")
    ] == [
        "'%(n)s text'",
        "'New'",
    ]
    assert catalogues.update(project)["locale/kk/LC_MESSAGES/django.po"] == 1
    held = catalogues.read(catalogues.catalogue_path(project, "kk", "django"))
    assert {place[1]: entry.msgstr for place, entry in held.items()} == {"Yes": "Иә", "New": ""}
    assert any("not translated: 'New'" in line for line in catalogues.examine(project))


@pytest.mark.parametrize(
    ("language", "translations", "complaint"),
    [
        ("kk", {"%(n)s text": ["мәтін", "%(m)s мәтін"]}, "the placeholders differ"),
        (
            "ru",
            {"%(n)s text": ["текст", "%(n)s текста", "%(n)s текстов", "%(n)s текста"]},
            "the placeholders differ",
        ),
        ("ru", {"Yes": "Иә"}, "a Kazakh letter in Russian"),
        ("kk", {"Yes": "<b>Иә</b>"}, "the markup differs"),
        ("kk", {"Yes": "Иә\n"}, "the line breaks at the ends differ"),
        ("kk", {"Yes": "бiр"}, "Latin and Cyrillic letters in one word"),
        ("kk", {"Yes": 'бір "мәтін"'}, "quotes other than «…»"),
    ],
)
def test_examination_sees(project, language, translations, complaint):
    fill(project, language, "django", translations)
    assert any(complaint in line for line in catalogues.examine(project))


def test_examination_suspects_russian_in_kazakh(project):
    for language in ("kk", "ru"):
        fill(project, language, "django", {"Yes": "Да, сохранить"})
    assert catalogues.examine(project) == [
        "locale/kk/LC_MESSAGES/django.po: the Kazakh is the same as the Russian: 'Yes'"
    ]
    path = catalogues.catalogue_path(project, "kk", "django")
    entries = catalogues.read(path)
    entries["", "Yes"].tcomment = "deliberate"
    catalogues.write(path, "kk", entries.values())
    catalogues.update(project)
    assert catalogues.examine(project) == []


def test_a_fuzzy_message_is_not_a_translation(project):
    path = catalogues.catalogue_path(project, "ru", "django")
    entries = catalogues.read(path)
    entries["", "Yes"].flags.append("fuzzy")
    catalogues.write(path, "ru", entries.values())
    assert any("fuzzy: 'Yes'" in line for line in catalogues.examine(project))


def test_compilation_writes_only_what_changed(project):
    assert len(catalogues.compile_all(project)) == 4
    assert catalogues.compile_all(project) == []
    fill(project, "kk", "djangojs", {"No": "Болмайды"})
    [written] = catalogues.compile_all(project)
    assert polib.mofile(str(written)).find("No").msgstr == "Болмайды"


# The portal's own messages


def test_every_message_of_the_portal_is_in_both_languages():
    assert catalogues.examine(settings.BASE_DIR) == []


def test_command_says_what_is_wrong(project, settings, capsys):
    settings.BASE_DIR = project
    call_command("messages", "--check")
    fill(project, "kk", "django", {"Yes": ""})
    with pytest.raises(CommandError, match="1 messages"):
        call_command("messages", "--check")
    assert "not translated: 'Yes'" in capsys.readouterr().err


# What libraries say to people

SHIPPED = ["django/conf", "django/contrib/admin", "django/contrib/auth", "django/contrib/contenttypes"]
SHIPPED += ["django/contrib/sessions", "allauth"]
READ = ["simple_history", "tree_queries"]
ALLAUTH_NOT_INSTALLED = re.compile(r"socialaccount|usersessions|headless|idp|openid")


def offered(domain):
    """Every message that installed libraries show: (context, msgid) -> plural."""
    found = {}
    for library in SHIPPED:
        path = SITE_PACKAGES / library / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        for place, entry in catalogues.read(path).items():
            files = [name for name, _line in entry.occurrences]
            if library == "allauth" and all(ALLAUTH_NOT_INSTALLED.search(name) for name in files):
                continue
            found[place] = entry.msgid_plural
    for library in READ:
        for place, message in catalogues.extract_messages(SITE_PACKAGES, [library])[domain].items():
            found[place] = message.plural
    if domain == "djangojs":
        found |= dict.fromkeys(editor_messages(), "")
    return found


def editor_messages():
    """Labels of the text editor: from its bundle, where gettext has a short name, and from its catalogues."""
    folder = SITE_PACKAGES / "django_prose_editor"
    bundle = (folder / "static" / "django_prose_editor" / "editor.js").read_text(encoding="utf-8")
    [short_name] = re.findall(r"(\w+)=window\.gettext\|\|", bundle)
    found = {("", said) for said in re.findall(rf'\b{short_name}\("([^"]+)"\)', bundle)}
    for path in folder.glob("locale/*/LC_MESSAGES/djangojs.po"):
        found |= catalogues.read(path).keys()
    assert len(found) > 30
    return found


def test_the_libraries_looked_at_are_installed():
    installed = {config.name for config in apps.get_app_configs()}
    assert installed >= {
        "django.contrib.auth",
        "allauth.mfa",
        "simple_history",
        "tree_queries",
    }
    with_catalogues = {
        config.name for config in apps.get_app_configs() if (Path(config.path) / "locale").is_dir()
    }
    looked_at = {name.replace("/", ".") for name in SHIPPED + READ} | {"django_prose_editor"}
    assert with_catalogues <= looked_at


def said(language, domain, context, msgid, plural=""):
    """The translations that gettext finds in `language` itself, without falling back on the default language."""
    catalogue = loaded(language, domain)
    sought = f"{context}\x04{msgid}" if context else msgid
    if plural:
        return [catalogue.get((sought, form)) for form in range(catalogues.PLURAL_COUNT[language])]
    return [catalogue.get(sought)]


@cache
def loaded(language, domain):
    return trans_real.DjangoTranslation(language, domain=domain)._catalog


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_every_message_of_libraries_is_in_both_languages(language, domain):
    missing, wrong = [], []
    for (context, msgid), plural in offered(domain).items():
        texts = said(language, domain, context, msgid, plural)
        accepted = [catalogues.placeholders(text) for text in (msgid, plural or msgid)]
        if not all(texts):
            missing.append(msgid)
        elif any(catalogues.placeholders(text) not in accepted for text in texts):
            wrong.append(msgid)
    assert (missing, wrong) == ([], [])


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_every_mended_kazakh_message_has_its_russian_twin(domain):
    kazakh = catalogues.read(LIBRARIES / "kk" / "LC_MESSAGES" / f"{domain}.po")
    alone = [
        place for place, entry in kazakh.items() if not all(said("ru", domain, *place, entry.msgid_plural))
    ]
    assert alone == []


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_no_mended_message_has_vanished_from_libraries(language, domain):
    mended = catalogues.read(LIBRARIES / language / "LC_MESSAGES" / f"{domain}.po").keys()
    assert mended - offered(domain).keys() == set()


def test_scripts_of_the_admin_get_the_mended_catalogue(rf):
    with translation.override("kk"):
        script = admin.site.i18n_javascript(rf.get("/")).content.decode()
    for text in ("Жексенбі", "Кесте кірістіру"):
        assert json.dumps(text) in script


@pytest.mark.parametrize(
    ("msgid", "kazakh", "russian"),
    [
        ("This field is required.", "Бұл өрісті толтыру міндетті.", "Обязательное поле."),
        ("Django administration", "Порталды басқару", "Управление порталом"),
        ("Save", "Сақтау", "Сохранить"),
        ("Sign In", "Кіру", "Войти"),
    ],
)
def test_official_wording(msgid, kazakh, russian):
    with translation.override("kk"):
        assert translation.gettext(msgid) == kazakh
    with translation.override("ru"):
        assert translation.gettext(msgid) == russian


@pytest.mark.parametrize("number", [0, 1, 2, 5, 21, 100])
def test_kazakh_noun_stays_singular_after_a_number(number):
    with translation.override("kk"):
        said = translation.ngettext("%(num)d day", "%(num)d days", number)
    assert said % {"num": number} == f"{number} күн"


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_no_kazakh_in_russian(domain):
    own = catalogues.read(catalogues.catalogue_path(settings.BASE_DIR, "ru", domain)).values()
    meant = {entry.msgstr for entry in own if "deliberate" in entry.tcomment}
    texts = {text for _place, text in loaded("ru", domain).items() if catalogues.KAZAKH_LETTERS & set(text)}
    assert texts - meant == set()
