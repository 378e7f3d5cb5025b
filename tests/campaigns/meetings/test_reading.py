"""The reader of meeting reports on look-alikes of what outlets write, in both languages."""

import datetime

import pytest

from tests.appeals.docx import docx, paragraph
from tests.campaigns.meetings.reports import (
    BOTH,
    KK,
    LISTED,
    MET_BOTH,
    MET_KK,
    MET_RU,
    OTHER_FORMS,
    REFERENDUM,
    RU,
    codes,
    read,
)


def people(meeting, language):
    return [
        (person.part, getattr(person.name, language), getattr(person.office, language))
        for person in meeting.people
    ]


def said(meeting, language):
    return [
        (getattr(meeting.people[row.speaker].name, language), getattr(row.text, language))
        for row in meeting.quotations
    ]


class TestRussian:
    @pytest.fixture
    def meeting(self):
        return read(RU)

    def test_day_place_and_region(self, meeting):
        assert meeting.held_on == datetime.date(2026, 2, 26)
        assert meeting.region.iso == "KZ-27"
        assert meeting.workplace.ru == "Западно-Казахстанский насосный завод"
        assert (meeting.place.ru, meeting.source.ru) == ("цех", "Primer.kz")
        assert meeting.topic.ru == "Проект Нового устава и предстоящий республиканский референдум 15 марта"

    def test_people_with_their_offices(self, meeting):
        assert people(meeting, "ru") == [
            ("chair", "Саида Тестова", "заместитель Премьер-министра – министр примеров и образцов РК"),
            ("speaker", "Ерлан Образцов", "депутат Мажилиса, член Рабочей группы по уставу"),
            ("participant", "Марат Бекбай", "председатель ОО «Союз чертёжников Степи», член Комиссии"),
            ("speaker", "Гульнар Пробная", "инженер по проверке узлов"),
            ("speaker", "Олег Примеров", "начальник отдела сбыта предприятия"),
        ]

    def test_quotations_with_their_speakers(self, meeting):
        (first, words), (second, others), (third, last) = said(meeting, "ru")
        assert (first, second, third) == ("Саида Тестова", "Олег Примеров", "Гульнар Пробная")
        assert words.startswith("Для насосчика")
        assert words.endswith("тоже работа")
        assert "«Прогресс»" in others
        assert others.endswith("соблюдали")
        assert last == "В цехе все работают рядом, и это видно по насосам"
        assert {row.original for row in meeting.quotations} == {"ru"}

    def test_law_and_vote(self, meeting):
        (citation,) = meeting.citations
        assert (citation.text.kk, citation.text.ru) == ("31-баптың 4-тармағы", "пункт 4 статьи 31")
        assert citation.act.ru == "Проект Конституции"
        assert meeting.campaign is REFERENDUM

    def test_what_came_of_it(self, meeting):
        assert meeting.summary.ru.startswith("По итогам встречи")

    def test_what_was_not_found_is_empty_and_told(self, meeting):
        assert codes(meeting.not_found) == {"text-kk", "attendance", "agenda", "questions", "held_by"}
        assert (meeting.attendance, meeting.agenda, meeting.questions) == (None, (), ())
        assert not meeting.topic.kk

    def test_what_is_uncertain_is_told(self, meeting):
        told = codes(meeting.doubts)
        assert {"workplace-case", "place-case", "topic-case", "office-case"} <= told
        assert {"quotation-pronoun", "campaign-nearest"} <= told
        # The nominative stands elsewhere in the text.
        assert "name-case" not in told

    def test_the_same_of_a_word_document(self, meeting):
        data = docx(*(paragraph(line) for line in RU.splitlines() if line))
        assert read(data, "report.docx") == meeting


class TestKazakh:
    @pytest.fixture
    def meeting(self):
        return read(KK)

    def test_day_place_and_region(self, meeting):
        assert meeting.held_on == datetime.date(2026, 2, 26)
        assert meeting.region.iso == "KZ-27"
        assert meeting.workplace.kk == "Батыс Қазақстан сорғы зауыты"
        assert (meeting.place.kk, meeting.source.kk) == ("цех", "Primer.kz")
        assert meeting.topic.kk.startswith("Әңгіме Жаңа жарғының")
        assert "topic-clause" in codes(meeting.doubts)

    def test_people_with_their_offices(self, meeting):
        assert people(meeting, "kk") == [
            ("chair", "Сәйде Тестова", "Премьер-Министрдің орынбасары – Үлгілер министрі"),
            ("participant", "Ерлан Үлгіұлы", "Мәжіліс депутаты"),
            ("participant", "Марат Бекбай", "«Дала сызбашылары» ҚБ төрағасы"),
            ("speaker", "Гүлнәр Сынақова", "тораптарды тексеру инженері"),
            ("speaker", "Олег Примеров", "өткізу бөлімінің бастығы"),
        ]

    def test_quotations_with_their_speakers(self, meeting):
        assert [name for name, _text in said(meeting, "kk")] == [
            "Сәйде Тестова",
            "Олег Примеров",
            "Гүлнәр Сынақова",
        ]
        assert said(meeting, "kk")[1][1] == "Біз сорғы құрастырамыз, сорғы не айдайды, не айдамайды"

    def test_law_and_vote(self, meeting):
        (citation,) = meeting.citations
        assert (citation.text.ru, citation.act.kk) == ("пункт 4 статьи 31", "Конституция жобасы")
        assert meeting.campaign is REFERENDUM

    def test_what_was_not_found(self, meeting):
        assert codes(meeting.not_found) == {"text-ru", "attendance", "agenda", "questions", "held_by"}


class TestBoth:
    @pytest.fixture
    def meeting(self):
        return read(BOTH)

    def test_one_meeting_of_both_texts(self, meeting):
        assert meeting.languages == ("kk", "ru")
        assert meeting.workplace.kk
        assert meeting.workplace.ru
        assert meeting.summary.kk
        assert meeting.summary.ru
        assert not codes(meeting.not_found) & {"text-kk", "text-ru"}

    def test_people_are_matched_across_the_languages(self, meeting):
        pairs = [(person.name.kk, person.name.ru) for person in meeting.people]
        assert pairs[0] == ("Сәйде Тестова", "Сайда Тестова")
        assert ("Гүлнәр Сынақова", "Гульнар Сынакова") in pairs
        assert len(pairs) == 5
        assert all(person.office.kk and person.office.ru for person in meeting.people)
        assert "person-paired" in codes(meeting.doubts)

    def test_quotations_pair_off_and_their_original_is_asked_for(self, meeting):
        assert len(meeting.quotations) == 3
        assert all(row.text.kk and row.text.ru for row in meeting.quotations)
        assert "original" in codes(meeting.doubts)

    def test_a_citation_stands_once(self, meeting):
        (citation,) = meeting.citations
        assert citation.act.kk
        assert citation.act.ru

    def test_texts_that_differ_are_told(self):
        meeting = read(BOTH.replace("date 2026-02-26", "date 2026-02-25"))
        assert meeting.held_on == datetime.date(2026, 2, 26)
        assert "days-differ" in codes(meeting.doubts)
        alone = read(BOTH.replace("председатель ОО «Чертёжники Степи» Марат Бекбай, ", ""))
        assert "person-once" in codes(alone.doubts)


class TestOtherForms:
    @pytest.fixture
    def meeting(self):
        return read(OTHER_FORMS)

    def test_a_day_in_words_and_a_town_are_told(self, meeting):
        assert (meeting.held_on, meeting.region.iso) == (datetime.date(2025, 2, 27), "KZ-55")
        assert {"day", "region-by-town"} <= codes(meeting.doubts)
        assert (meeting.place.ru, meeting.workplace.ru) == ("актовый зал", "ТОО «Пример-Прогресс»")

    def test_a_name_that_stands_in_the_genitive_alone_is_turned_and_told(self, meeting):
        assert people(meeting, "ru")[0] == (
            "chair",
            "Марат Серикович Образцов",
            "депутат Мажилиса Парламента Республики Казахстан",
        )
        assert "name-case" in codes(meeting.doubts)

    def test_a_number_that_is_not_exact_stays_empty(self, meeting):
        assert meeting.attendance is None
        assert "attendance-near" in codes(meeting.doubts)
        assert "attendance" not in codes(meeting.not_found)
        assert read(OTHER_FORMS.replace("более 120", "1 120")).attendance == 1120

    def test_interrupted_words_become_two_quotations(self, meeting):
        assert said(meeting, "ru") == [
            ("Игорь Тестов", "Мы выполняем все пункты – это важно – и будем выполнять"),
            ("Марат Серикович Образцов", "Мы готовы работать вместе"),
            ("Марат Серикович Образцов", "Но нужны гарантии"),
            ("Айгуль Пробная", "Договор подписан на три года и действует для всех"),
            ("Игорь Тестов", "Договор мы читали всем цехом и согласны"),
            ("Игорь Тестов", "Теперь дело за малым"),
        ]
        assert {"quotation-interrupted", "quotation-family"} <= codes(meeting.doubts)

    def test_words_of_somebody_unnamed_are_left_out_and_told(self, meeting):
        assert "quotation-nobody" in codes(meeting.doubts)

    def test_agenda_and_questions(self, meeting):
        assert [item.ru for item in meeting.agenda] == ["Оплата труда", "Безопасность"]
        assert [(row.text.ru, row.answer.ru) for row in meeting.questions] == [
            ("Когда поднимут оплату?", "С 1 апреля."),
            ("А столовая?", ""),
        ]

    def test_citations_of_one_act_and_of_none(self, meeting):
        assert [(row.text.ru, row.act.ru) for row in meeting.citations] == [
            ("статья 22", ""),
            ("пункт 1 статьи 107", "Трудовой кодекс РК"),
            ("пункт 2 статьи 107", "Трудовой кодекс РК"),
        ]
        assert "act" in codes(meeting.doubts)

    def test_a_link_is_the_link_to_the_source(self, meeting):
        assert meeting.source_url == "https://primer.example/vstrecha"

    def test_a_vote_that_the_portal_does_not_know(self):
        meeting = read(OTHER_FORMS + "Говорили и о выборах 19 марта 2031 года.\n")
        assert meeting.campaign is None
        assert "campaign-unknown" in codes(meeting.doubts)
        assert "campaign" not in codes(meeting.not_found)


def test_a_vote_belongs_to_the_year_of_the_meeting_or_the_next():
    assert read(RU.replace("2026-02-26", "2025-02-26")).campaign.pk == 2
    assert read(RU.replace("2026-02-26", "2025-04-26")).campaign is REFERENDUM
    assert read(RU.replace("15 марта", "15 марта 2025 года")).campaign.pk == 2
    assert read(RU.replace("2026-02-26", "2024-01-26")).campaign is None


class TestWhoMet:
    def test_in_russian(self):
        meeting = read(MET_RU)
        assert people(meeting, "ru") == [
            ("speaker", "Олжас Тестбай", "председатель отраслевого профсоюза"),
            ("speaker", "Иван Иванович Пробников", "директор шахты"),
            ("speaker", "Асхат Примеров", "депутат Мажилиса Парламента РК, член фракции партии"),
        ]
        assert said(meeting, "ru") == [
            ("Асхат Примеров", "Безопасность — главное, о чём сегодня нужно говорить"),
            ("Асхат Примеров", "Мы внесли поправки в Трудовой кодекс."),
            ("Иван Иванович Пробников", "план будет выполнен до конца года и премии получат все"),
            ("Олжас Тестбай", "Профсоюз – это не только путёвки, это и “право на отказ от опасной работы”"),
        ]
        assert (meeting.attendance, meeting.workplace.ru) == (85, "Шахта «Образцовая»")
        assert (meeting.source.ru, meeting.source_url) == (
            "пресс-служба профсоюза",
            "https://example.kz/news/1",
        )
        assert "chair" in codes(meeting.not_found)

    def test_in_kazakh(self):
        meeting = read(MET_KK)
        assert people(meeting, "kk") == [
            ("chair", "Ержан Мысалов", "«Үлгі» зауытының директоры"),
            ("speaker", "Әлия Тестова", "өңірлік кәсіподақ орталығының төрайымы"),
            ("speaker", "Данияр Үлгібай", "зауыт инженері"),
            ("speaker", "Бауыржан Сынақов", "Парламент Мәжілісінің депутаты"),
        ]
        assert [name for name, _text in said(meeting, "kk")] == [
            "Бауыржан Сынақов",
            "Әлия Тестова",
            "Данияр Үлгібай",
            "Данияр Үлгібай",
        ]
        assert (meeting.attendance, meeting.workplace.kk) == (150, "«Үлгі» автомобиль зауыты")
        assert meeting.questions[0].answer.kk == "Сәуір айында."
        assert "campaign-unknown" in codes(meeting.doubts)

    def test_in_both(self):
        meeting = read(MET_BOTH)
        assert (meeting.held_on, meeting.region.iso) == (datetime.date(2025, 4, 7), "KZ-10")
        assert (meeting.workplace.kk, meeting.workplace.ru) == ("«Үлгімұнай» АҚ", "АО «Улгимунай»")
        who = next(person for person in meeting.people if person.name.ru == "Сакен Мысалулы")
        assert who.office.kk == "Қазақстан Республикасы Кәсіподақтар федерациясының төрағасы"
        assert who.office.ru == "председатель Федерации профсоюзов Республики Казахстан"
        assert [bool(row.text.kk and row.text.ru) for row in meeting.quotations] == [True, True, True]
        assert "office-bounds" in codes(meeting.doubts)


def test_a_list_after_a_colon_and_words_beside_two_names():
    meeting = read(LISTED)
    assert people(meeting, "ru") == [
        ("chair", "Светлана Примерова", "Министр труда РК"),
        ("participant", "Нурлан Тестов", "депутат Сената"),
        ("participant", "Ольга Пробная", "ректор Университета примеров, доктор наук"),
        ("speaker", "Кайрат Образец", "мастер участка"),
    ]
    assert said(meeting, "ru") == [
        ("Светлана Примерова", "новая Конституция закрепляет ценности труда и справедливости"),
        ("Кайрат Образец", "Мы поддерживаем!"),
        ("Светлана Примерова", "Спасибо всем, кто пришёл на встречу"),
    ]
    assert "quotation-nobody" in codes(meeting.doubts)
