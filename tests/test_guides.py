"""The guides call screens by their names: what stands in bold there stands in the catalogue of that language."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

DOCS = settings.BASE_DIR / "docs"
GUIDES = sorted((DOCS / "guides").glob("*.md"))
MOST_BYTES = 3_000_000  # of all pictures together


def names_on_screens(language):
    """What the portal says in the language, in small letters, without marks at the end."""
    for folder in ("locale", "locale/libraries"):
        for file in (settings.BASE_DIR / folder / language / "LC_MESSAGES").glob("*.po"):
            for entry in polib.pofile(str(file)):
                yield from (plain(text) for text in (entry.msgstr, *entry.msgstr_plural.values()))


def plain(text):
    return " ".join(text.lower().split()).rstrip("….:")


@pytest.mark.parametrize(
    "name",
    [
        "staff.kk",
        "staff.ru",
        "branches.kk",
        "branches.ru",
        "campaigns.kk",
        "campaigns.ru",
        "review.kk",
        "review.ru",
        "headquarters.kk",
        "headquarters.ru",
    ],
)
def test_names_in_bold_stand_on_screens(name):
    text = (DOCS / "guides" / f"{name}.md").read_text()
    called = {plain(words) for words in re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL)}
    assert called
    assert called - set(names_on_screens(name[-2:])) == set()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_links_and_pictures_lead_somewhere(guide):
    targets = re.findall(r"\]\(([^)#]+)|src=\"([^\"]+)\"", guide.read_text())
    paths = [link or picture for link, picture in targets]
    missing = [path for path in paths if "://" not in path and not (guide.parent / path).exists()]
    assert missing == []


def test_pictures_stay_small():
    assert sum(Path(path).stat().st_size for path in (DOCS / "images").iterdir()) < MOST_BYTES
