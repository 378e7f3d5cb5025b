"""The message catalogues of the portal: extraction, update, examination, compilation.

Everything is done with Babel's extractors and polib, so that a bare machine needs no gettext programs. There
are two pairs of catalogues for each language: `locale/` holds the portal's own messages and follows the
source; `locale/libraries/` holds what libraries say to people, mended or added, and is written by hand.

A comment `deliberate` on an entry (`# deliberate` in the .po file) silences the suspicions about its
language, for words that really are the same in Kazakh and Russian.
"""

import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

LANGUAGES = ("kk", "ru")
DOMAINS = ("django", "djangojs")
SOURCES = ("federation", "appeals", "campaigns", "templates", "static")

# The same rules as in Django's own catalogues: only catalogues of one rule are merged into one.
PLURAL_FORMS = {
    "kk": "nplurals=2; plural=(n!=1);",
    "ru": (
        "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : "
        "n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14)? 2 : 3);"
    ),
}
PLURAL_COUNT = {"kk": 2, "ru": 4}

SINGLE = None
PLURAL = (1, 2)
CONTEXT = ((1, "c"), 2)
CONTEXT_PLURAL = ((1, "c"), 2, 3)
KEYWORDS = {
    "_": SINGLE,
    "gettext": SINGLE,
    "gettext_lazy": SINGLE,
    "gettext_noop": SINGLE,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": CONTEXT,
    "pgettext_lazy": CONTEXT,
    "npgettext": CONTEXT_PLURAL,
    "npgettext_lazy": CONTEXT_PLURAL,
}

KAZAKH_LETTERS = set("әғқңөұүһі" + "әғқңөұүһі".upper())
RUSSIAN_ENDING = re.compile(r"(ть|ться|ый|ий|ая|ое|ые|ого|ение|ание|ость|ции)$")
PLACEHOLDER = re.compile(r"%\(\w+\)[#0+-]?[\d.]*[a-zA-Z]|%[sdrifu]|\{\w*\}")
TAG = re.compile(r"</?[a-z]+[0-9]?")
# A Latin i or o typed into a Cyrillic word looks right and is found by no search.
MIXED_WORD = re.compile(r"[а-яёәғқңөұүһі][a-z]|[a-z][а-яёәғқңөұүһі]", re.IGNORECASE)

Key = tuple[str, str]  # context ("" where there is none), msgid


@dataclass
class Message:
    """One message of the source: its English text, its plural if it has one, the files that use it."""

    context: str
    msgid: str
    plural: str = ""
    files: set[str] = field(default_factory=set)


def extract_messages(root: Path, sources=SOURCES) -> dict[str, dict[Key, Message]]:
    """Every translatable message below the folders `sources` of `root`: domain -> key -> Message."""
    found: dict[str, dict[Key, Message]] = {domain: {} for domain in DOMAINS}
    for source in sources:
        for path in sorted((root / source).rglob("*")):
            if path.suffix not in EXTRACTORS or "migrations" in path.parts or not path.is_file():
                continue
            domain, extractor = EXTRACTORS[path.suffix]
            name = path.relative_to(root).as_posix()
            for context, msgid, plural in extractor(path.read_text(encoding="utf-8")):
                if not msgid:
                    continue
                message = found[domain].setdefault((context, msgid), Message(context, msgid))
                message.plural = message.plural or plural
                message.files.add(name)
    return found


def from_python(text: str) -> Iterator[tuple[str, str, str]]:
    """(context, msgid, plural) of each gettext call in Python source."""
    return _extract("python", text)


def from_template(text: str) -> Iterator[tuple[str, str, str]]:
    """(context, msgid, plural) of each translation in a Django template."""
    calls = templatize(text)
    # Markup becomes words of XXX; without its indentation Python's tokeniser reads the rest.
    return _extract("python", "\n".join(line.strip() for line in calls.splitlines()))


def from_javascript(text: str) -> Iterator[tuple[str, str, str]]:
    """(context, msgid, plural) of each gettext call in JavaScript source."""
    return _extract("javascript", text)


def _extract(method, text):
    options = {"encoding": "utf-8", "parse_template_string": True}
    for _line, strings, _comments, context in extract(
        method, io.BytesIO(text.encode()), KEYWORDS, options=options
    ):
        singular, plural = strings if isinstance(strings, tuple) else (strings, "")
        yield context or "", singular, plural


EXTRACTORS = {
    ".py": ("django", from_python),
    ".html": ("django", from_template),
    ".txt": ("django", from_template),
    ".xml": ("django", from_template),
    ".js": ("djangojs", from_javascript),
}


def catalogue_path(root: Path, language: str, domain: str) -> Path:
    """Where the portal's own catalogue of a language and domain lies."""
    return root / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def read(path: Path) -> dict[Key, polib.POEntry]:
    """Entries of a catalogue by key; empty where there is no file yet."""
    if not path.exists():
        return {}
    return {key(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete}


def key(entry: polib.POEntry) -> Key:
    """What gettext looks an entry up by."""
    return entry.msgctxt or "", entry.msgid


def write(path: Path, language: str, entries) -> None:
    """Write a catalogue: sorted by msgid, files without line numbers, a header without dates and names."""
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    catalogue.extend(sorted(entries, key=lambda entry: (entry.msgid, entry.msgctxt or "")))
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))


def merged(message: Message, old: polib.POEntry | None, language: str) -> polib.POEntry:
    """The entry of a message of the source; an older translation is kept while its plural is the same."""
    entry = polib.POEntry(
        msgid=message.msgid,
        msgctxt=message.context or None,
        occurrences=[(name, "") for name in sorted(message.files)],
    )
    if PLACEHOLDER.search(f"{message.msgid}{message.plural}".replace("%%", "")):
        braces = "%" not in message.msgid.replace("%%", "")
        entry.flags = ["python-brace-format" if braces else "python-format"]
    if message.plural:
        entry.msgid_plural = message.plural
        entry.msgstr_plural = dict.fromkeys(range(PLURAL_COUNT[language]), "")
    if old and (old.msgid_plural or "") == message.plural:
        entry.msgstr, entry.tcomment = old.msgstr, old.tcomment
        if message.plural:
            entry.msgstr_plural = old.msgstr_plural
    return entry


def update(root: Path) -> dict[str, int]:
    """Bring the portal's catalogues up to the source: new messages in, vanished ones out.

    Returns how many messages are still without a translation, by file name.
    """
    found = extract_messages(root)
    missing = {}
    for language in LANGUAGES:
        for domain in DOMAINS:
            path = catalogue_path(root, language, domain)
            old = read(path)
            entries = [merged(message, old.get(place), language) for place, message in found[domain].items()]
            write(path, language, entries)
            missing[path.relative_to(root).as_posix()] = sum(not entry.translated() for entry in entries)
    return missing


def examine(root: Path) -> list[str]:
    """What is wrong with the catalogues below `locale/`, a sentence each; empty when all is well."""
    complaints = []
    found = extract_messages(root)
    for language in LANGUAGES:
        for domain in DOMAINS:
            own = catalogue_path(root, language, domain)
            name = own.relative_to(root).as_posix()
            entries = read(own)
            source = {place: message.plural for place, message in found[domain].items()}
            held = {place: entry.msgid_plural or "" for place, entry in entries.items()}
            for place in sorted(source.keys() | held.keys()):
                if source.get(place) != held.get(place):
                    complaints.append(f"{name}: out of date, run manage.py messages: {place[1]!r}")
    for po in sorted((root / "locale").rglob("*.po")):
        language = po.parent.parent.name
        other = read(po.parents[2] / "ru" / "LC_MESSAGES" / po.name) if language == "kk" else {}
        for place, entry in read(po).items():
            for complaint in doubts(entry, language, other.get(place)):
                complaints.append(f"{po.relative_to(root).as_posix()}: {complaint}: {entry.msgid!r}")
    return complaints


def doubts(entry: polib.POEntry, language: str, russian: polib.POEntry | None = None) -> list[str]:
    """What is wrong with one translation; `russian` is the twin of a Kazakh entry."""
    if entry.fuzzy:
        return ["fuzzy"]
    if not entry.translated():
        return ["not translated"]
    said = []
    strings = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and len(strings) != PLURAL_COUNT[language]:
        said.append(f"needs {PLURAL_COUNT[language]} plural forms")
    pattern = entry.msgid_plural or entry.msgid
    for index, string in enumerate(strings):
        accepted = [placeholders(pattern)]
        if (
            language == "kk" and index == 0
        ):  # Kazakh's first form is for one thing alone, Russian's also for 21
            accepted.append(placeholders(entry.msgid))
        if placeholders(string) not in accepted:
            said.append("the placeholders differ")
        if Counter(TAG.findall(string)) != Counter(TAG.findall(pattern)):
            said.append("the markup differs")
        if string.startswith("\n") != pattern.startswith("\n") or string.endswith("\n") != pattern.endswith(
            "\n"
        ):
            said.append("the line breaks at the ends differ")
    if "deliberate" in (entry.tcomment or ""):
        return said
    text = " ".join(strings)
    plain = PLACEHOLDER.sub(" ", re.sub(r"<[^>]*>", "", text))
    if MIXED_WORD.search(plain):
        said.append("Latin and Cyrillic letters in one word")
    if '"' in plain or "“" in plain:
        said.append("quotes other than «…»")
    if language == "ru" and KAZAKH_LETTERS & set(text):
        said.append("a Kazakh letter in Russian")
    if language == "kk" and russian and text == (russian.msgstr or " ".join(russian.msgstr_plural.values())):
        words = re.findall(r"[а-яёА-ЯЁ]{2,}", text)
        if len(words) > 1 or any(RUSSIAN_ENDING.search(word) for word in words):
            said.append("the Kazakh is the same as the Russian")
    return said


def placeholders(text: str) -> Counter:
    """The places for values in a message: named ones once each, nameless ones as often as they stand."""
    found = Counter(PLACEHOLDER.findall(text.replace("%%", "")))
    return Counter({place: 1 if re.search(r"\w+[)}]", place) else count for place, count in found.items()})


def compile_all(root: Path) -> list[Path]:
    """Write the .mo file beside every .po file below `locale/`; returns those that were written anew.

    A file is replaced whole and only when it differs, so that processes that start together do not disturb
    each other.
    """
    written = []
    for po in sorted((root / "locale").rglob("*.po")):
        mo = po.with_suffix(".mo")
        content = polib.pofile(str(po)).to_binary()
        if mo.exists() and mo.read_bytes() == content:
            continue
        fresh = mo.with_suffix(f".{os.getpid()}.tmp")
        fresh.write_bytes(content)
        fresh.replace(mo)
        written.append(mo)
    return written
