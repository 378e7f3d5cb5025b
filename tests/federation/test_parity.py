"""Parity: the same facts in both languages, alignment, what differs, what is stale. The texts are made up."""

import itertools

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from federation.alignment import MAX_CELLS
from federation.blocks import parse
from federation.facts import Fact, Facts, facts
from federation.parity import _differences, _Profile, align, compare

KK = [
    "<p>2019 жылдан бері одағымыз өңірдегі зауыттармен бірлесіп жұмыс істеп келеді.</p>",
    "<p>2024 жылғы 5 маусымда кәсіподақ ұйымдарының кезекті конференциясы өтті.</p>",
    "<p>Конференция мынадай міндеттерді белгіледі:</p>",
    "<ul><li>жұмыс орындарын сақтау;</li>",
    "<li>еңбекақыны 12,5 пайызға көтеру және оның кешіктірілмей төленуін қадағалау;</li>",
    "<li>Еңбек кодексінің 46-бабының 2-тармағын түсіндіру бойынша семинарлар өткізу;</li>",
    "<li>жас мамандарды қолдау.</li></ul>",
    "<p>Біз барлық әріптестерімізді осы жұмысқа қосылуға шақырамыз!</p>",
]
RU = [
    "<p>Начиная с 2019 года наш союз работает вместе с заводами региона.</p>",
    "<p>5 июня 2024 года состоялась очередная конференция профсоюзных организаций.</p>",
    "<p>Конференция определила следующие задачи:</p>",
    "<ul><li>сохранение рабочих мест;</li>",
    "<li>повышение заработной платы на 12,5% и контроль за её своевременной выплатой;</li>",
    "<li>проведение семинаров по разъяснению пункта 2 статьи 46 Трудового кодекса;</li>",
    "<li>поддержка молодых специалистов.</li></ul>",
    "<p>Мы призываем всех наших коллег присоединиться к этой работе!</p>",
]


def hashes(html):
    return [block.hash for block in parse(html)]


def pairs(kk=KK, ru=RU):
    return list(zip(hashes("".join(kk)), hashes("".join(ru)), strict=True))


def html(blocks, *, without=None, **changes):
    """The text with block `without` left out; `b3="…"` replaces block 3 (numbers from 1)."""
    texts = [block.text for block in parse("".join(blocks))]
    kinds = [block.kind for block in parse("".join(blocks))]
    out = []
    for number, (text, kind) in enumerate(zip(texts, kinds, strict=True), 1):
        if number != without:
            text = changes.get(f"b{number}", text)
            out.append(f"<ul><li>{text}</li></ul>" if kind == "list-item" else f"<p>{text}</p>")
    return "".join(out).replace("</ul><ul>", "")


def codes(comparison):
    return [(problem.number, problem.code, problem.kk, problem.ru) for problem in comparison.problems]


class TestFacts:
    @pytest.mark.parametrize(
        ("kk", "ru", "dates"),
        [
            ("2021 жылғы 7 сәуір", "7 апреля 2021 года", [(2021, 4, 7)]),
            ("2021 жылғы 7 сәуірде", "7 апреля 2021 г.", [(2021, 4, 7)]),
            ("2021 жылдың 7 сәуірінен бастап", "начиная с 7 апреля 2021 года", [(2021, 4, 7)]),
            ("2021 жылғы «7» сәуірдегі", "от «7» апреля 2021 года", [(2021, 4, 7)]),
            ("2021 жылғы сәуірдің 7-сінде", "7 апреля 2021 года", [(2021, 4, 7)]),
            ("7 қыркүйегіне дейін", "до 7 сентября", [(0, 9, 7)]),
            ("07.04.2021", "2021-04-07", [(2021, 4, 7)]),
            ("2021 жылғы 7–9 шілде", "7–9 июля 2021 года", [(2021, 7, 7), (2021, 7, 9)]),
            ("7-ден 9 шілдеге дейін", "с 7 по 9 июля", [(0, 7, 7), (0, 7, 9)]),
            ("2021 жылғы 7 және 9 қарашада", "7 и 9 ноября 2021 года", [(2021, 11, 7), (2021, 11, 9)]),
            ("2021 жылғы қаңтарда", "в январе 2021 года", [(2021, 1, 0)]),
            ("2021 жылдың мамыр айында", "в мае 2021 года", [(2021, 5, 0)]),
            ("ақпанда", "в феврале", [(0, 2, 0)]),
            ("Тамыз айында", "В августе", [(0, 8, 0)]),
            ("Наурыз мейрамы құтты болсын", "С праздником Наурыз", []),
            ("маусымдық жұмыскерлер", "сезонные работники", []),
        ],
    )
    def test_dates(self, kk, ru, dates):
        assert list(facts(kk, "kk").dates) == dates
        assert facts(kk, "kk") == facts(ru, "ru")
        assert not facts(kk, "kk").numbers

    @pytest.mark.parametrize(
        ("kk", "ru", "numbers"),
        [
            ("2020 жылдан бастап", "с 2020 года", ["2020"]),
            ("1 234 567,80 теңге", "1 234 567,8 тенге", ["1234567.8"]),
            ("12,5 пайызға", "на 12,5 %", ["12.5%"]),
            ("15-қадам", "шаг 15", ["15"]),
            ("1-ші, 2-сінде, 98-і", "1-й, 2-го, 98", ["1", "2", "98"]),
            ("XXVI съезд", "ХХVІ съезд", ["26"]),
            ("26-съезд", "XXVI съезд", ["26"]),
            ("3 мыңнан астам", "более 3000", ["3000"]),
            ("2 трлн теңге", "2 триллиона тенге", ["2000000000000"]),
            ("1,5 млн теңге", "1,5 миллиона тенге", ["1500000"]),
            ("20:00-ге дейін", "до 20.00", ["20"]),
            ("сағат 9.30-да", "в 9 часов 30 минут", ["30", "9"]),
            ("2021–2023 жылдарға", "на 2021–2023 годы", ["2021", "2023"]),
            ("І. Алтынбекова, ІІМ", "С. Иванов, МВД", []),
            ("1.2.3 бөлімі", "раздел 1.2.3", ["1.2.3"]),
        ],
    )
    def test_numbers(self, kk, ru, numbers):
        assert list(facts(kk, "kk").numbers) == numbers
        assert facts(kk, "kk") == facts(ru, "ru")

    @pytest.mark.parametrize(
        ("kk", "ru", "citations"),
        [
            ("31-баптың 4-тармағы", "пункт 4 статьи 31", [("article", "31"), ("point", "4")]),
            (
                "31-бабының 4-тармағының 2) тармақшасына",
                "подпункту 2) пункта 4 статьи 31",
                [("article", "31"), ("point", "4"), ("subpoint", "2")],
            ),
            ("31 және 32-баптар", "ст. 31 и 32", [("article", "31"), ("article", "32")]),
            ("31-1-бап", "статья 31-1", [("article", "31-1")]),
            ("№ 77-VІ Заңы", "Закон № 77-VI", [("law", "77-VI")]),
        ],
    )
    def test_citations(self, kk, ru, citations):
        assert list(facts(kk, "kk").citations) == citations
        assert facts(kk, "kk") == facts(ru, "ru")
        assert not facts(ru, "ru").numbers

    @settings(max_examples=150, deadline=None)
    @given(st.text(alphabet="0123456789 .,:-–%№)жылғынаурызмартапкбXІVМайстья«»ᲀᲁᲂᲃᲄᲅᲆᲇᲈ", max_size=60))
    def test_any_text(self, text):
        for language in ("kk", "ru"):
            found = facts(text, language)
            assert len(found.found) == len(found.numbers) + len(found.dates) + len(found.citations)
            assert all(fact.written in text for fact in found.found)

    @given(
        st.sampled_from(
            ["5 января 2023 года", "2023 жылғы 5 қаңтар", "в октябре", "желтоқсанда", "5 тысяч", "7 триллион"]
        ),
        st.lists(st.tuples(st.integers(0, 20), st.sampled_from("ᲀᲁᲂᲃᲄᲅᲆᲇᲈ\u0306")), max_size=4),
    )
    def test_old_letters_anywhere(self, text, letters):
        for position, letter in letters:
            text = text[:position] + letter + text[position + 1 :]
        for language in ("kk", "ru"):
            assert all(fact.written in text for fact in facts(text, language).found)

    @pytest.mark.parametrize(
        ("old", "new", "language"),
        [
            ("5 янᲀаря 2023 года", "5 января 2023 года", "ru"),
            ("2023 жылғы 5 қаңᲅар", "2023 жылғы 5 қаңтар", "kk"),
            ("5 ᲄыᲃ", "5 тыс", "ru"),
        ],
    )
    def test_old_letters_are_the_letters_they_stand_for(self, old, new, language):
        assert facts(old, language) == facts(new, language)
        assert facts(new, language).found

    def test_numbers_of_any_length_are_compared_as_written(self):
        long = "1" + "0" * 1_000_100
        assert facts(long, "kk").numbers == (long,)
        assert facts(f"{long},5 %", "ru").numbers == (f"{long}.5%",)
        assert facts(f"{long} млн", "ru").numbers == (f"{long}e6",)
        digits = "12345678901234567890123456789012345"
        assert facts(digits, "ru") != facts(digits[:-1] + "6", "ru")

    @pytest.mark.parametrize("text", ["1 ", "1, ", "12 наурыз, ", "1) ", "1-"])
    def test_long_runs_of_numbers_are_read_to_their_end(self, text):
        for language in ("kk", "ru"):
            assert len(facts(text * 5_000, language).found) >= 5_000


class TestAlign:
    @settings(max_examples=100, deadline=None)
    @given(st.data())
    def test_nothing_is_lost_and_order_is_kept(self, data):
        sides = []
        for _ in range(2):
            texts = data.draw(
                st.lists(st.sampled_from(["бір", "1 екі", "2021 жыл", "«а»", "x" * 90]), max_size=9)
            )
            tags = data.draw(
                st.lists(st.sampled_from(["p", "h2", "li"]), min_size=len(texts), max_size=len(texts))
            )
            sides.append(
                parse("".join(f"<{tag}>{text}</{tag}>" for tag, text in zip(tags, texts, strict=True)))
            )
        kk, ru = sides
        known = st.sampled_from([(a.hash, b.hash) for a, b in itertools.product(kk, ru)] or [("", "")])
        rows = align(kk, ru, data.draw(st.lists(known, max_size=4)))
        assert [row.kk for row in rows if row.kk is not None] == list(range(len(kk)))
        assert [row.ru for row in rows if row.ru is not None] == list(range(len(ru)))
        assert (None, None) not in rows

    def test_a_confirmed_pair_is_stronger_than_likeness(self):
        kk, ru = parse("<p>2021 жыл</p><p>бес</p>"), parse("<p>с 2021 года</p>")
        assert align(kk, ru) == [(0, 0), (1, None)]
        assert align(kk, ru, {(kk[1].hash, ru[0].hash)}) == [(0, None), (1, 0)]

    @given(st.data())
    def test_what_is_confirmed_or_overridden_moves_no_row(self, data):
        words = st.sampled_from(
            ["парламент", "кандидат", "1", "2021 жыл", "сөз", "баптың 27-тармағы", "x" * 200]
        )
        sides = []
        for _ in range(2):
            texts = data.draw(
                st.lists(st.lists(words, min_size=1, max_size=4).map(" ".join), max_size=9, unique=True)
            )
            sides.append(parse("".join(f"<p>{text}</p>" for text in texts)))
        kk, ru = sides
        rows = align(kk, ru)
        pairs = [
            ("" if row.kk is None else kk[row.kk].hash, "" if row.ru is None else ru[row.ru].hash)
            for row in rows
        ]
        some = st.lists(st.sampled_from(pairs), unique=True) if pairs else st.just([])
        confirmed = [pair for pair in data.draw(some) if all(pair)]
        assert align(kk, ru, confirmed, data.draw(some)) == rows

    def test_two_blocks_accepted_without_a_partner_stay_apart(self):
        kk, ru = parse("<p>Бір сөз.</p>"), parse("<p>Одно слово.</p>")
        assert align(kk, ru) == [(0, 0)]
        assert align(kk, ru, (), {(kk[0].hash, ""), ("", ru[0].hash)}) == [(0, None), (None, 0)]
        # What was accepted as missing and is written after all finds its partner.
        assert align(kk, ru, (), {(kk[0].hash, "")}) == [(0, 0)]

    def test_very_long_texts_stay_affordable(self, monkeypatch):
        compared, likeness = [], _Profile.likeness
        monkeypatch.setattr(_Profile, "likeness", lambda *pair: compared.append(1) or likeness(*pair))
        kk = parse("".join(f"<p>{number} тармақ туралы сөз</p>" for number in range(2000)))
        ru = parse("".join(f"<p>слово о пункте {number}</p>" for number in range(2000) if number != 700))
        rows = align(kk, ru)
        assert rows[700] == (700, None)
        assert rows[-1] == (1999, 1998)
        assert len(compared) <= 1.1 * MAX_CELLS


class TestCompare:
    def test_equal_texts_have_no_problem(self):
        comparison = compare("".join(KK), "".join(RU), confirmed=())
        assert len(comparison.rows) == 8
        assert not comparison.problems
        assert {row.state for row in comparison.rows} == {"new"}

    @pytest.mark.parametrize("number", [4, 5, 6, 7])
    def test_a_missing_item_is_named(self, number):
        comparison = compare("".join(KK), html(RU, without=number), confirmed=())
        assert [(code, ru) for _, code, _, ru in codes(comparison)] == [("missing-ru", "—")]
        assert comparison.problems[0].number == number
        other = compare(html(KK, without=number), "".join(RU), confirmed=())
        assert [(problem.number, problem.code, problem.kk) for problem in other.problems] == [
            (number, "missing-kk", "—")
        ]

    def test_a_changed_date_is_named_with_both_values(self):
        comparison = compare("".join(KK), "".join(RU).replace("5 июня", "6 июня"), confirmed=())
        assert codes(comparison) == [(2, "dates", "2024 жылғы 5 маусымда", "6 июня 2024 года")]

    def test_a_changed_number_and_citation(self):
        ru = "".join(RU).replace("12,5%", "15%").replace("статьи 46", "статьи 64")
        assert codes(compare("".join(KK), ru, confirmed=())) == [
            (5, "numbers", "12,5 пайызға", "15%"),
            (6, "citations", "46-бабының", "статьи 64"),
        ]

    def test_a_number_of_one_side_only(self):
        comparison = compare("<p>Бізде 7 ұйым бар</p>", "<p>У нас есть организации</p>", confirmed=())
        assert codes(comparison) == [(1, "numbers", "7", "—")]

    def test_each_fact_is_looked_at_once_whatever_differs(self):
        looks = []

        class Value(str):
            def __eq__(self, other):
                looks.append(self)
                return super().__eq__(other)

            __hash__ = str.__hash__

        def many(numbers):
            found = tuple(Fact("number", Value(number), str(number)) for number in numbers)
            return Facts((), (), (), found)

        only_kk, only_ru = _differences(many(range(3000)), many(range(2000, 5000)))
        assert [fact.written for fact in only_kk] == [str(number) for number in range(2000)]
        assert [fact.written for fact in only_ru] == [str(number) for number in range(3000, 5000)]
        assert len(looks) < 20 * 3000

    def test_a_repeated_fact_is_missed_as_often_as_it_lacks(self):
        comparison = compare("<p>7, 7, 7 және 8</p>", "<p>8, 7</p>")
        assert codes(comparison) == [(1, "numbers", "7", "—")]
        only_kk, only_ru = _differences(facts("7, 7, 7 және 8", "kk"), facts("8, 7", "ru"))
        assert (len(only_kk), only_ru) == (2, [])

    def test_the_year_may_stand_at_another_day_of_a_period(self):
        kk = "<p>2021 жылғы 7 сәуірден 9 мамырға дейін</p>"
        assert not compare(kk, "<p>с 7 апреля по 9 мая 2021 года</p>", confirmed=()).problems
        assert compare(kk, "<p>с 7 апреля по 9 мая 2022 года</p>", confirmed=()).problems
        assert compare(kk, "<p>с 7 апреля по 9 мая</p>", confirmed=()).problems

    def test_a_citation_recognised_on_one_side_only_is_no_difference(self):
        assert not compare("<p>5-пункт ашылды</p>", "<p>открыт пункт 5</p>", confirmed=()).problems

    @pytest.mark.parametrize(
        ("kk", "ru"),
        [
            ("<h2>Тақырып</h2>", "<p>Заголовок</p>"),
            ("<h2>Тақырып</h2>", "<h3>Заголовок</h3>"),
            ("<ul><li>Тармақ</li></ul>", "<ol><li>Пункт</li></ol>"),
            ("<table><tr><td>а<td>б</table>", "<table><tr><td>а</table>"),
            ("<blockquote>Сөз</blockquote>", "<p>Слово</p>"),
        ],
    )
    def test_kinds(self, kk, ru):
        (problem,) = compare(kk, ru, confirmed=()).problems
        assert problem.code == "kind"
        assert str(problem.kk) != str(problem.ru)

    def test_an_overridden_row_is_no_problem_any_more(self):
        kk, ru = "<p>7 ұйым</p><p>Соңы</p>", "<p>8 организаций</p>"
        comparison = compare(kk, ru, confirmed=())
        overridden = [row.pair for row in comparison.rows]
        assert overridden[1][1] == ""
        comparison = compare(kk, ru, confirmed=(), overridden=overridden)
        assert not comparison.problems
        assert [row.overridden for row in comparison.rows] == [True, True]
        # Another text is another matter.
        assert compare(kk, ru.replace("8", "9"), confirmed=(), overridden=overridden).problems

    def test_a_language_without_a_text_lacks_every_block(self):
        assert compare("", "", confirmed=()).rows == ()
        assert [row.state for row in compare("<p>а</p>", "", confirmed=()).rows] == ["missing-ru"]

    def test_messages_follow_the_reader(self):
        (problem,) = compare("<p>Бізде 7 ұйым</p>", "<p>У нас 8</p>", confirmed=()).problems
        with override("en"):
            assert str(problem.message) == "Block 1: the numbers differ. Kazakh: 7; Russian: 8."


class TestStaleness:
    def states(self, kk, ru, confirmed=None):
        return [
            row.state for row in compare(kk, ru, confirmed=pairs() if confirmed is None else confirmed).rows
        ]

    def test_line_endings_and_marks_make_nothing_stale(self):
        kk = "\r\n".join(KK).replace(" ", "\u00a0").replace("кезекті", "<b>кезекті</b>\r\n")
        assert set(self.states(kk, "\n\n".join(RU))) == {"confirmed"}

    @pytest.mark.parametrize("number", range(1, 9))
    def test_the_side_that_did_not_change_is_stale_and_nothing_else(self, number):
        ru = html(RU, **{f"b{number}": "Совсем другие слова об этом"})
        expected = ["confirmed"] * 8
        expected[number - 1] = "stale-kk"
        assert self.states("".join(KK), ru) == expected
        kk = html(KK, **{f"b{number}": "Бұл туралы мүлде басқа сөз"})
        expected[number - 1] = "stale-ru"
        assert self.states(kk, "".join(RU)) == expected

    def test_previous_says_what_it_was_confirmed_with(self):
        row = compare("".join(KK), html(RU, b7="поддержка молодёжи."), confirmed=pairs()).rows[6]
        assert row.stale
        assert row.previous == (pairs()[6][1],)

    def test_insertion_and_reordering_in_both_keep_the_rest_confirmed(self):
        kk, ru = [*KK[:2], "<p>Жаңа сөз.</p>", *KK[2:]], [*RU[:2], "<p>Новое слово.</p>", *RU[2:]]
        assert self.states("".join(kk), "".join(ru)) == ["confirmed"] * 2 + ["new"] + ["confirmed"] * 6
        kk, ru = [KK[1], KK[0], *KK[2:]], [RU[1], RU[0], *RU[2:]]
        assert set(self.states("".join(kk), "".join(ru))) == {"confirmed"}

    def test_removal_in_one_language(self):
        states = self.states("".join(KK), html(RU, without=3))
        assert states == ["confirmed"] * 2 + ["missing-ru"] + ["confirmed"] * 5

    def test_moving_in_one_language_only_is_seen(self):
        states = self.states("".join([KK[1], KK[0], *KK[2:]]), "".join(RU))
        assert states.count("confirmed") == 7
        assert {"missing-kk", "missing-ru"} <= set(states)

    def test_both_confirmed_with_other_partners(self):
        kk, ru = "<p>бір</p><p>екі</p>", "<p>один</p><p>два</p>"
        one, two = hashes(kk)
        uno, due = hashes(ru)
        confirmed = [(one, "old"), ("old", uno), (two, due)]
        assert self.states(kk, ru, confirmed) == ["moved", "confirmed"]

    def test_an_older_wording_that_comes_back_is_confirmed(self):
        html_ru = html(RU, b1="С 2019 года мы вместе.")
        confirmed = [*pairs(), (pairs()[0][0], hashes(html_ru)[0])]
        assert set(self.states("".join(KK), html_ru, confirmed)) == {"confirmed"}
        assert set(self.states("".join(KK), "".join(RU), confirmed)) == {"confirmed"}
