"""From lines to titles, bodies, lists, headings and adoption."""

import re
from collections import Counter
from datetime import date
from html import unescape

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from appeals.importing import DocumentError, lines, read_document
from appeals.importing.lines import HEADING, Line, Run, from_text, tidy
from appeals.importing.recognition import recognise
from federation.blocks import Kind, parse
from federation.parity import compare

from . import lookalike
from .docx import docx, paragraph, table

KK = "Біз барлық кәсіподақ мүшелерін қауіпсіз еңбек үшін бірігуге шақырамыз."
RU = "Мы зовём всех членов профсоюза объединиться ради безопасного труда."


def read(text):
    return read_document("text.txt", text.encode())


def texts(html, kind=None):
    return [block.text for block in parse(html) if kind in (None, block.kind)]


def messages(document):
    with translation.override("en"):
        return [str(note) for note in document.notes]


@pytest.fixture(scope="module")
def appeal():
    return read(lookalike.APPEAL)


class TestAppeal:
    """The whole of an appeal: what a person wants to see after choosing the file."""

    def test_titles(self, appeal):
        assert appeal.title_kk == lookalike.TITLE_KK
        assert appeal.title_ru == lookalike.TITLE_RU
        assert appeal.suggested_titles == ()
        assert (appeal.lead_kk, appeal.lead_ru) == ("", "")

    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_body(self, appeal, language):
        blocks = parse(getattr(appeal, f"body_{language}"))
        kinds = [block.kind for block in blocks]
        assert kinds == [Kind.PARAGRAPH] * 13 + [Kind.LIST_ITEM] * 4 + [Kind.PARAGRAPH]
        written = getattr(lookalike, f"BODY_{language.upper()}").replace("− ", "").splitlines()
        assert [block.text for block in blocks] == written

    def test_counter(self, appeal):
        assert appeal.views == 412
        assert "412" not in appeal.body_kk + appeal.title_kk
        assert messages(appeal)[0].startswith("The number 412 under the Kazakh title")

    def test_adoption(self, appeal):
        assert appeal.adoption.body == "general-council"
        assert appeal.adoption.text_kk == lookalike.ADOPTION_KK.replace("\n", " ")
        assert appeal.adoption.text_ru == lookalike.ADOPTION_RU
        assert appeal.adoption.decision_number == ""
        assert appeal.adoption.decided_on is appeal.adoption.session_on is None

    def test_kind_and_languages(self, appeal):
        assert appeal.suggested_kind == "appeal"
        assert appeal.languages == ("kk", "ru")

    def test_the_two_languages_are_aligned(self, appeal):
        rows = compare(appeal.body_kk, appeal.body_ru).rows
        assert len(rows) == 18
        assert [row.problems for row in rows] == [()] * 18

    def test_russian_first(self, appeal):
        turned = read(f"{lookalike.RUSSIAN}\n\n{lookalike.KAZAKH}")
        assert turned.languages == ("ru", "kk")
        assert (turned.title_kk, turned.title_ru) == (appeal.title_kk, appeal.title_ru)
        assert (turned.body_kk, turned.body_ru) == (appeal.body_kk, appeal.body_ru)
        assert turned.adoption == appeal.adoption

    def test_without_a_blank_line(self, appeal):
        dense = read(re.sub(r"\n\s*\n", "\n", lookalike.APPEAL))
        assert (dense.title_kk, dense.title_ru) == (appeal.title_kk, appeal.title_ru)
        assert (dense.body_kk, dense.body_ru) == (appeal.body_kk, appeal.body_ru)
        assert dense.adoption == appeal.adoption

    def test_a_blank_line_after_every_line(self, appeal):
        loose = read(lookalike.APPEAL.replace("\n", "\n\n"))
        assert (loose.title_kk, loose.title_ru) == (appeal.title_kk, appeal.title_ru)
        assert (loose.body_kk, loose.body_ru) == (appeal.body_kk, appeal.body_ru)
        assert loose.adoption == appeal.adoption

    @pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028"])
    def test_line_ends_change_nothing(self, appeal, line_end):
        assert read(lookalike.APPEAL.replace("\n", line_end)) == appeal

    def test_blank_lines_everywhere_change_nothing(self, appeal):
        loose = read(lookalike.BODY_RU.replace("\n", "\n\n\u00a0\n"))
        assert loose.body_ru == appeal.body_ru

    @pytest.mark.parametrize(
        ("kk", "ru", "languages"), [(lookalike.KAZAKH, "", ("kk",)), ("", lookalike.RUSSIAN, ("ru",))]
    )
    def test_one_language_waits_for_the_other(self, kk, ru, languages):
        document = read(kk + ru)
        assert document.languages == languages
        assert bool(document.body_kk) == bool(kk)
        assert bool(document.body_ru) == bool(ru)
        assert "waits for" in messages(document)[-1]

    def test_two_titles_over_two_texts(self):
        document = read(
            f"{lookalike.TITLE_KK}\n{lookalike.TITLE_RU}\n\n{lookalike.BODY_KK}\n\n{lookalike.BODY_RU}"
        )
        assert document.title_kk == lookalike.TITLE_KK
        assert document.title_ru == lookalike.TITLE_RU
        assert len(parse(document.body_kk)) == len(parse(document.body_ru)) == 18

    def test_paragraph_by_paragraph(self):
        pairs = zip(lookalike.BODY_KK.splitlines(), lookalike.BODY_RU.splitlines(), strict=True)
        document = read("\n".join(f"{kk}\n{ru}" for kk, ru in pairs))
        assert texts(document.body_kk) == lookalike.BODY_KK.replace("− ", "").splitlines()
        assert texts(document.body_ru) == lookalike.BODY_RU.replace("− ", "").splitlines()

    def test_names_of_the_languages_are_left_out(self):
        document = read(f"Қазақ тілінде\n\n{lookalike.KAZAKH}\nНа русском языке:\n\n{lookalike.RUSSIAN}")
        assert document.title_kk == lookalike.TITLE_KK
        assert document.title_ru == lookalike.TITLE_RU
        assert {"Қазақ тілінде", "На русском языке:"} <= set(document.left_out)

    def test_a_quotation_in_the_other_language_stays_where_it_is(self):
        body = lookalike.BODY_RU.splitlines()
        document = read("\n".join([*body[:5], KK, *body[5:]]))
        assert document.languages == ("ru",)
        assert texts(document.body_ru)[5] == KK


class TestTitles:
    @pytest.mark.parametrize(
        "lines",
        [
            ["Кәсіподақтар федерациясының", "қауіпсіз еңбек айлығына байланысты", "ҮНДЕУІ"],
            ["ҮНДЕУ", "барлық еңбеккерлерге"],
            ["ҮНДЕУ", "", "Барлық еңбеккерлерге", "", "және жұмыс берушілерге"],
            ["Федерацияның 2024 жылғы үндеуі."],
        ],
    )
    def test_kazakh(self, lines):
        document = read("\n".join([*lines, "", KK, KK]))
        assert document.title_kk == " ".join(filter(None, lines))
        assert texts(document.body_kk) == [KK, KK]
        assert document.suggested_kind == "appeal"

    @pytest.mark.parametrize(
        "lines",
        [
            ["ОБРАЩЕНИЕ", "Федерации профсоюзов", "в связи с месячником"],
            ["ОБРАЩЕНИЕ", "", "Федерации профсоюзов", "", "в связи с месячником"],
            ["Открытое обращение", "к депутатам"],
            ["Обращение\u00a0Федерации   профсоюзов"],
        ],
    )
    def test_russian(self, lines):
        document = read("\n".join([*lines, RU, RU]))
        assert document.title_ru == " ".join(" ".join(filter(None, lines)).split())
        assert texts(document.body_ru) == [RU, RU]
        assert document.suggested_kind == "appeal"


class TestNews:
    def test_date_in_the_first_line(self):
        document = read(f"date 2026-02-27 {RU}\n\n{RU}")
        assert document.date == date(2026, 2, 27)
        assert texts(document.body_ru) == [RU, RU]
        assert "2026-02-27" not in document.body_ru
        assert document.suggested_kind == "news"

    def test_no_such_day_stays_in_the_text(self):
        document = read(f"date 2026-02-30 {RU}\n\n{RU}")
        assert document.date is None
        assert texts(document.body_ru)[0].startswith("date 2026-02-30")

    def test_a_text_without_title_keeps_its_first_sentence_whole(self):
        sentence = (
            "Вчера в цехе "
            + "машиностроительного завода " * 8
            + "прошла встреча с бригадой «Единство и труд»."
        )
        document = read(f"{sentence} {RU}\n\n{RU}")
        assert document.suggested_titles == ("ru",)
        assert document.title_ru.endswith("…")
        assert len(document.title_ru) <= 121
        assert sentence.startswith(document.title_ru[:-1])
        assert texts(document.body_ru) == [f"{sentence} {RU}", RU]
        assert any("No Russian title" in message for message in messages(document))

    def test_short_first_sentence_is_suggested_whole(self):
        assert read(f"{RU} {RU}").title_ru == RU.rstrip(".")

    def test_headline_and_text(self):
        document = read(f"Встреча в Караганде\n{RU}\n{RU}")
        assert document.title_ru == "Встреча в Караганде"
        assert texts(document.body_ru) == [RU, RU]

    def test_greeting_is_no_title(self):
        document = read(f"Уважаемые коллеги!\n\n{RU}")
        assert document.suggested_titles == ("ru",)
        assert texts(document.body_ru) == ["Уважаемые коллеги!", RU]

    @pytest.mark.parametrize("counter", ["677", "1 204", "Просмотров: 677", "677 просмотров", "12\u00a0677"])
    def test_counters(self, counter):
        document = read(f"Встреча в Караганде\n\n{counter}\n\n{RU}")
        assert document.views == int(re.sub(r"\D", "", counter))
        assert texts(document.body_ru) == [RU]

    @pytest.mark.parametrize("line", ["2024", "№ 677", "677 рабочих"])
    def test_what_is_no_counter_stays(self, line):
        document = read(f"Встреча в Караганде\n\n{line}\n\n{RU}")
        assert document.views is None
        assert texts(document.body_ru)[-2:] == [line, RU]

    def test_number_between_paragraphs_stays(self):
        assert texts(read(f"Встреча\n\n{RU}\n\n677\n\n{RU}").body_ru) == [RU, "677", RU]

    def test_quotation_with_its_speaker_stays_a_paragraph(self):
        quotation = "«Мы строим дома», – отметил бригадир."
        assert texts(read(f"Встреча\n\n{RU}\n{quotation}\n{RU}").body_ru, Kind.PARAGRAPH)[1] == quotation


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Федерацияның еңбеккерлерге ҮНДЕУІ", "appeal"),
        ("ҮНДЕУ еңбеккерлерге", "appeal"),
        ("Обращение Федерации профсоюзов", "appeal"),
        ("Кәсіподақтардың мәлімдемесі", "statement"),
        ("Совместное заявление профсоюзов", "statement"),
        ("Атқару комитетінің қаулысы", "ruling"),
        ("ПОСТАНОВЛЕНИЕ Исполнительного комитета", "ruling"),
        ("Обращение граждан рассмотрят за пять дней", "news"),
        ("ОБРАЩЕНИЕ ГРАЖДАН: как его подать", "news"),
        ("Профсоюзы опубликовали обращение к депутатам", "news"),
        ("Азаматтың өтініші қаралды", "news"),
    ],
)
def test_suggested_kind(title, kind):
    kazakh = bool(set(title.lower()) & set("әғқңөұүһі"))
    assert read(f"{title}\n\n{KK if kazakh else RU}").suggested_kind == kind


class TestLists:
    @pytest.mark.parametrize("mark", ["−", "–", "—", "-", "•", "·", "*", "▪", "\uf0b7"])
    def test_bullets(self, mark):
        document = read(f"Задачи\n\n{RU}\n{mark} первая;\n{mark}\u00a0вторая.\n{RU}")
        assert document.body_ru == f"<p>{RU}</p><ul><li>первая;</li><li>вторая.</li></ul><p>{RU}</p>"

    @pytest.mark.parametrize(
        "marks", [("1.", "2.", "3."), ("1)", "2)", "3)"), ("а)", "б)", "в)"), ("а)", "ә)", "б)")]
    )
    def test_numbers(self, marks):
        items = "\n".join(f"{mark} дело" for mark in marks)
        document = read(f"Задачи\n\n{RU}\n{items}\n{RU}")
        assert document.body_ru == f"<p>{RU}</p><ol>{'<li>дело</li>' * 3}</ol><p>{RU}</p>"
        assert document.left_out == marks

    def test_bullets_under_numbers(self):
        document = read(f"Задачи\n\n{RU}\n1. первая:\n− раз;\n− два;\n2. вторая.\n{RU}")
        inner = "<ul><li>раз;</li><li>два;</li></ul>"
        assert f"<ol><li>первая:{inner}</li><li>вторая.</li></ol>" in document.body_ru

    def test_blank_lines_between_items(self):
        assert read(f"Задачи\n\n{RU}\n\n− раз;\n\n− два.").body_ru.endswith(
            "<ul><li>раз;</li><li>два.</li></ul>"
        )

    @pytest.mark.parametrize(
        "line",
        [
            "– Мы справимся, сказал мастер.",
            "* Имена изменены.",
            "7. Отдельный пункт.",
            "-5 градусов.",
            "* * *",
        ],
    )
    def test_one_alone_is_no_list(self, line):
        assert texts(read(f"Задачи\n\n{RU}\n{line}\n{RU}").body_ru, Kind.PARAGRAPH) == [RU, line, RU]

    def test_one_after_a_colon_is_a_list(self):
        assert read(f"Задачи\n\n{RU[:-1]}:\n− одна.").body_ru.endswith("<ul><li>одна.</li></ul>")


class TestHeadings:
    def test_short_unfinished_line_over_its_text(self):
        document = read(f"Встреча\n\n{RU}\nЧто решили\n{RU}")
        assert texts(document.body_ru, Kind.HEADING) == ["Что решили"]

    @pytest.mark.parametrize(
        "line", ["Что решили.", "Приняты такие решения:", "г. Караганда", "и так далее", "Уважаемые коллеги"]
    )
    def test_what_is_no_heading(self, line):
        assert texts(read(f"Встреча\n\n{RU}\n{line}\n{RU}").body_ru, Kind.HEADING) == []

    def test_last_line_is_no_heading(self):
        assert texts(read(f"Встреча\n\n{RU}\n{RU}\nВ. Иванов").body_ru, Kind.HEADING) == []

    def test_steps(self):
        kk = f"Тұғырнама\n\n{KK}\n1-қадам. Лайықты жалақы.\n{KK}\n2-қадам. Қауіпсіз еңбек.\n{KK}"
        ru = f"Платформа\n\n{RU}\nШаг 1. Достойная зарплата.\n{RU}\nШаг 2. Безопасный труд.\n{RU}"
        document = read(f"{kk}\n\n{ru}")
        assert texts(document.body_kk, Kind.HEADING) == [
            "1-қадам. Лайықты жалақы.",
            "2-қадам. Қауіпсіз еңбек.",
        ]
        assert texts(document.body_ru, Kind.HEADING) == [
            "Шаг 1. Достойная зарплата.",
            "Шаг 2. Безопасный труд.",
        ]

    def test_a_sentence_on_one_step_is_no_heading(self):
        assert texts(read(f"Встреча\n\n{RU}\nШаг 1 уже сделан.\n{RU}").body_ru, Kind.HEADING) == []


class TestAdoption:
    @pytest.mark.parametrize(
        ("language", "line", "body", "number", "decided", "session"),
        [
            ("ru", "Принято решением Исполнительного комитета № 5 от 25 января 2023 года", "executive-committee", "5",
             date(2023, 1, 25), None),
            ("ru", "Принято на XXVI съезде Федерации профсоюзов 12.10.2022", "congress", "", None, date(2022, 10, 12)),
            ("ru", "Принято на заседании Генерального Совета 2 марта 2024 года, решение № 3-1 от 4 марта 2024 года",
             "general-council", "3-1", date(2024, 3, 4), date(2024, 3, 2)),
            ("kk", "Атқару комитетінің 2023 жылғы 25 қаңтардағы № 5 қаулысымен қабылданған", "executive-committee", "5",
             date(2023, 1, 25), None),
            ("kk", "Федерацияның 2022 жылғы 12 қазандағы XXVI съезінде қабылданды", "congress", "", None,
             date(2022, 10, 12)),
        ],
    )  # fmt: skip
    def test_what_the_line_says(self, language, line, body, number, decided, session):
        adoption = read({"kk": f"Үндеу\n\n{KK}", "ru": f"Обращение\n\n{RU}"}[language] + "\n" + line).adoption
        assert getattr(adoption, f"text_{language}") == line
        assert (adoption.body, adoption.decision_number) == (body, number)
        assert (adoption.decided_on, adoption.session_on) == (decided, session)

    def test_number_and_date_on_lines_of_their_own(self):
        document = read(
            f"Обращение\n\n{RU}\n\nПринято решением\nГенерального Совета\n№ 5\n25 января 2023 года"
        )
        assert document.adoption.text_ru == "Принято решением Генерального Совета № 5 25 января 2023 года"
        assert document.adoption.decision_number == "5"
        assert document.adoption.decided_on == date(2023, 1, 25)
        assert texts(document.body_ru) == [RU]

    @pytest.mark.parametrize(
        ("text", "lines"),
        [
            (f"Үндеу\n\n{KK}", ["Федерация Бас кеңесінің", "шешімімен", "қабылданған"]),
            (f"Обращение\n\n{RU}", ["Принято", "решением Генерального Совета", "Федерации профсоюзов"]),
        ],
    )
    def test_verb_on_a_line_of_its_own(self, text, lines):
        document = read("\n".join([text, *lines]))
        assert document.adoption.text_kk + document.adoption.text_ru == " ".join(lines)
        assert document.adoption.body == "general-council"

    def test_signature_under_the_adoption_stays_in_the_text(self):
        document = read(
            f"Обращение\n\n{RU}\n\nПринято решением Генерального Совета\n\nПредседатель В. Иванов"
        )
        assert texts(document.body_ru) == [RU, "Председатель В. Иванов"]

    def test_under_the_title(self):
        paragraphs = "\n".join([RU] * 12)
        document = read(f"ЗАЯВЛЕНИЕ\nпрофсоюзов\n(принято решением Генерального Совета)\n\n{paragraphs}")
        assert document.title_ru == "ЗАЯВЛЕНИЕ профсоюзов"
        assert document.adoption.text_ru == "(принято решением Генерального Совета)"
        assert len(parse(document.body_ru)) == 12

    def test_number_and_date_under_the_title_of_a_ruling(self):
        document = read(f"ҚАУЛЫ\n\n№ 12\n2024 жылғы 5 наурыз\n\n{KK}")
        assert document.adoption.decision_number == "12"
        assert document.adoption.decided_on == date(2024, 3, 5)
        assert texts(document.body_kk) == [KK]

    def test_date_under_the_title_of_news_stays(self):
        document = read(f"Встреча\n\n5 марта 2024 года\n\n{RU}")
        assert texts(document.body_ru) == ["5 марта 2024 года", RU]
        assert not document.adoption

    @pytest.mark.parametrize(
        "line",
        [
            "Принято решение создать штаб.",
            "Решение принято единогласно.",
            "Принято на заседании комиссии решение открыть в цехе общественную приёмную.",
        ],
    )
    def test_a_sentence_of_the_text_stays(self, line):
        document = read(f"Встреча\n\n{RU}\n{line}")
        assert not document.adoption
        assert texts(document.body_ru) == [RU, line]

    def test_a_sentence_before_longer_ones_stays(self):
        line = "Бұл бағдарлама кәсіподақтардың съезінде қабылданды."
        document = read(f"ҮНДЕУ\n\n{KK}\n{KK}\n{KK}\n{line}\n{KK} {KK}")
        assert not document.adoption
        assert texts(document.body_kk)[3] == line

    def test_a_number_too_long_for_the_record_stays_in_the_text(self):
        number = "№ 1" + "-1" * 25
        document = read(f"Обращение\n\n{RU}\n\nПринято решением Генерального Совета\n{number}")
        assert document.adoption.text_ru == "Принято решением Генерального Совета"
        assert document.adoption.decision_number == ""
        assert texts(document.body_ru) == [RU, number]
        document = read(f"Обращение\n\n{RU}\n\nПринято решением Генерального Совета {number}")
        assert not document.adoption
        assert texts(document.body_ru)[-1].endswith(number)

    def test_lines_too_long_for_the_record_stay_in_the_text(self):
        adopted = ["Принято решением Генерального Совета"]
        adopted += [
            f"№ {number} от 5 марта 2024 года, город Астана, постановление" for number in range(10, 22)
        ]
        document = read("\n".join(["Обращение", "", RU, "", *adopted]))
        taken = document.adoption.text_ru
        assert len(adopted[0]) < len(taken) <= 500
        assert " ".join([taken, *texts(document.body_ru)[1:]]) == " ".join(adopted)
        assert document.adoption.decision_number == "10"

    def test_disagreement_is_told(self):
        kk = f"Үндеу\n\n{KK}\nБас кеңестің № 5 шешімімен қабылданған"
        ru = f"Обращение\n\n{RU}\nПринято решением Генерального Совета № 6"
        assert any("different body" in message for message in messages(read(f"{kk}\n\n{ru}")))


@pytest.mark.parametrize("length", [399, 400, 401, 500, 501, 5000])
def test_a_title_fits_its_field_and_the_body_keeps_what_does_not(length):
    heading = ("Обращение " + "профсоюзов " * length)[: length - 1] + "в"
    document = recognise([Line(runs=(Run(heading),), kind=HEADING, level=1), *from_text(f"{RU}\n{RU}")])
    assert 0 < len(document.title_ru) <= 500
    if document.suggested_titles:
        assert heading in texts(document.body_ru)
        assert any("No Russian title" in message for message in messages(document))
    else:
        assert document.title_ru == heading


def test_white_space_is_judged_by_its_neighbours_alone():
    """The text around a space must not be copied for each space."""

    class Text(str):
        def __getitem__(self, key):
            assert len(range(len(self))[key]) <= 1
            return super().__getitem__(key)

    text = Text("№\u00a05 и\u00a06\u00a0и\u00a0всё \u00a0")
    found = [lines._space(match) for match in lines._SPACE.finditer(text)]
    assert found == ["\u00a0", " ", "\u00a0", "\u00a0", " ", " "]


def test_no_break_spaces_stay_only_where_they_bind_a_number():
    document = read(
        "Встреча\n\nПришли 120\u00a0рабочих,\u00a0приняли решение №\u00a05\u00a0и\u00a0разошлись."
    )
    assert document.body_ru == "<p>Пришли 120\u00a0рабочих, приняли решение №\u00a05\u00a0и разошлись.</p>"


SAMPLES = """\
ОБРАЩЕНИЕ
ҮНДЕУІ
− раз;
• два
1. Первое
2. Второе
а) бір
б) екі
677
2024
Что решили
Шаг 1. Труд
1-қадам. Еңбек
На русском языке
Қазақша
Принято решением Генерального Совета
Бас кеңесінің шешімімен қабылданған
№ 5
25 января 2023 года
date 2026-02-27 Встреча
«Сөз», – деді ол.
* * *
<b>&amp;</b>""".splitlines()


class TestConservation:
    """Nothing is lost.

    The law: the visible characters of a text (NFC, without white space and invisible characters) are,
    each as often as it occurs, those of the titles that were not suggested, the bodies, the adoption lines and
    the pieces in `left_out`; and the body keeps the order of the text.
    """

    TEXTS = st.lists(
        st.one_of(
            st.sampled_from(["", "\u00a0", KK, RU, *SAMPLES]),
            st.text(max_size=40),
            st.text(alphabet="абвқңі .,;:-−–•1234567890)(«»№\t\u00a0<>&", max_size=60),
        ),
        max_size=25,
    ).map("\n".join)

    @given(TEXTS)
    def test_every_visible_character_is_somewhere(self, text):
        try:
            document = read(text)
        except DocumentError:
            return
        assert visible(text) == whole(document)

    @given(TEXTS)
    def test_order_is_kept(self, text):
        try:
            document = read(text)
        except DocumentError:
            return
        for html in (document.body_kk, document.body_ru):
            everything = iter(squeeze(text))
            assert all(character in everything for character in squeeze(shown(html)))

    @given(TEXTS)
    def test_word_says_the_same_as_plain_text(self, text):
        text = re.sub("[^\n\t -\ud7ff\ue000-\ufffd]", "", tidy(text))
        try:
            document = read(text)
        except DocumentError:
            return
        assert (
            read_document("a.docx", docx(*map(paragraph, re.split("[\n\x85\u2028\u2029]", text)))) == document
        )

    @given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4))
    def test_tables_of_word_lose_nothing(self, rows):
        rows = [tuple(re.sub("[^\n\t -\ud7ff\ue000-\ufffd]", "", tidy(cell)) for cell in row) for row in rows]
        try:
            document = read_document("a.docx", docx(paragraph(RU), table(*rows), paragraph(KK)))
        except DocumentError:
            return
        assert sum(map(visible, [RU, KK, *(cell for row in rows for cell in row)]), Counter()) == whole(
            document
        )


def shown(html):
    return unescape(re.sub("<[^>]*>", "", html))


def squeeze(text):
    return "".join(tidy(text).split())


def visible(text):
    return Counter(squeeze(text))


def whole(document):
    parts = [shown(document.body_kk), shown(document.body_ru), *document.left_out]
    parts += [document.adoption.text_kk, document.adoption.text_ru]
    for code in document.languages:
        if code not in document.suggested_titles:
            parts.append(getattr(document, f"title_{code}"))
    return sum(map(visible, parts), Counter())
