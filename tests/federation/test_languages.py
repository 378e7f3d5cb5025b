import datetime

import pytest
from django.utils import formats, translation
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.facts import facts
from federation.languages import ALPHABET, KAZAKH_LETTERS, LATIN, detect, fold, slug, sort_key


class TestSlug:
    @pytest.mark.parametrize(
        ("title", "expected"),
        [
            ("Қазақстан Республикасының кәсіподақтары", "qazaqstan-respublikasynyn-kasipodaqtary"),
            ("Жұмыс күні – 8 сағат!", "zhumys-kuni-8-sagat"),
            ("Һәм үңгір, өрік, ғылым", "ham-ungir-orik-gylym"),
            ("Объявление о съезде ещё раз", "obyavlenie-o-sezde-eshcho-raz".replace("eshcho", "eshchyo")),
            ("Café № 5", "cafe-no-5"),
            ("!!!", ""),
        ],
    )
    def test_titles(self, title, expected):
        assert slug(title) == expected

    def test_every_letter_has_a_transliteration(self):
        assert set(ALPHABET) <= set(LATIN)
        assert all(slug(letter) for letter in set(ALPHABET) - set("ъь"))

    def test_cuts_between_words(self):
        assert slug("бірінші екінші үшінші", max_length=16) == "birinshi-ekinshi"
        assert slug("бірінші екінші үшінші", max_length=15) == "birinshi"
        assert slug("кәсіподақтар", max_length=5) == "kasip"

    @settings(max_examples=150, deadline=None)
    @given(st.text(max_size=60), st.integers(1, 40))
    def test_always_an_address(self, text, length):
        address = slug(text, length)
        assert len(address) <= length
        assert address == slug(address, length)
        assert not set(address) - set("abcdefghijklmnopqrstuvwxyz0123456789-")


class TestDetect:
    @pytest.mark.parametrize(
        "text",
        [
            "Үндеу",
            "Сайлау туралы",
            "Депутаттар сайлауы",
            "Еңбек ұжымдарымен кездесу Алматы облысында өтті",
            "«Справедливость» газетінің редакциясы кәсіподақ ұйымымен келісімшарт жасасты",
            "МӘЛІМДЕМЕ",
            "Не нақты",
            "Федерация туралы",
        ],
    )
    def test_kazakh(self, text):
        assert detect(text) == "kk"

    @pytest.mark.parametrize(
        "text",
        [
            "Обращение",
            "Встреча в Қонаеве",
            "Қонаев: встреча с коллективом завода",
            "Председатель союза Әсел Құрманғали посетила шахту и фабрику",
            "О выборах",
            "Членским организациям",
            "ПОСТАНОВЛЕНИЕ ГЕНЕРАЛЬНОГО СОВЕТА",
            "Съезд профсоюза металлургов Караганды",
        ],
    )
    def test_russian(self, text):
        assert detect(text) == "ru"

    @pytest.mark.parametrize("text", ["", "123 – 45", "Hello world", "Парламент"])
    def test_nothing_tells(self, text):
        assert detect(text) is None

    def test_the_majority_decides(self):
        assert detect("Біз еңбек адамының құқығын қорғаймыз. Вместе за права.") == "kk"
        assert detect("Бірлік. Мы вместе за права трудящихся и достойный труд.") == "ru"


class TestSortKey:
    def test_the_kazakh_alphabet_is_the_order(self):
        letters = list(ALPHABET)
        assert sorted(letters, key=sort_key) == letters
        # What PostgreSQL compares under "C" is the bytes.
        assert sorted(letters, key=lambda letter: sort_key(letter).encode()) == letters

    def test_names(self):
        names = ["Ақмола облысы", "Ақтөбе облысы", "Алматы", "Атырау", "Қарағанды", "Қостанай", "Ұлытау"]
        assert sorted(set(names), key=sort_key) == names
        assert sort_key("«алматы»") == sort_key("Алматы")
        assert sort_key("Алматы қ.") < sort_key("Алматылық")

    def test_russian_reader_finds_kazakh_names_beside_their_likes(self):
        names = ["Караганда", "Қонаев", "Костанай", "Лисаковск"]
        assert sorted(names, key=lambda name: sort_key(name, "ru")) == names


class TestFold:
    def test_spelling_of_a_russian_keyboard(self):
        assert fold("Кәсіподақ ҮНДЕУІ") == fold("касиподак ундеуи")
        assert fold("Ёлка") == fold("елка")

    @settings(max_examples=100)
    @given(st.text(max_size=40))
    def test_no_kazakh_letter_is_left_and_folding_twice_changes_nothing(self, text):
        assert not KAZAKH_LETTERS & set(fold(text))
        assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("month", range(1, 13))
def test_long_dates_are_what_the_fact_finder_reads(month):
    date = datetime.date(2024, month, 29)
    for language in ("kk", "ru"):
        with translation.override(language):
            written = formats.date_format(date)
        assert facts(f"({written})", language).dates == ((2024, month, 29),)
