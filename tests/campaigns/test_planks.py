"""Planks follow the sections of a platform's editions and keep their numbers for good."""

import pytest

from appeals import publishing
from appeals.enums import Kind
from campaigns.models import Plank
from tests.appeals.texts import IMPRINT
from tests.campaigns.platforms import HOUSING, SAFETY, WAGES, YOUTH, body, platform, reworded
from tests.site.publications import ago, fresh, publish

pytestmark = pytest.mark.django_db


def numbers(publication):
    """{Kazakh heading of a section of the newest edition: number of its plank}, in reading order."""
    edition = publication.editions.order_by("-number").first()
    rows = edition.plank_sections.select_related("plank").order_by("position")
    return {row.plank.heading_kk: row.plank.number for row in rows}


def renamed(step, kk, ru):
    return (kk, ru, *step[2:])


@pytest.fixture
def first(editor, publisher):
    return platform(editor, publisher)


@pytest.fixture
def rewritten(first, editor, publisher):
    """Function: the numbers after a next edition with these steps."""
    return lambda *steps: numbers(reworded(first, editor, publisher, *steps))


def test_the_first_edition_numbers_the_sections_in_their_order(first):
    assert list(numbers(first).items()) == [(WAGES[0], 1), (SAFETY[0], 2), (YOUTH[0], 3)]
    assert [plank.heading_ru for plank in first.planks.all()] == [WAGES[1], SAFETY[1], YOUTH[1]]


def test_moved_sections_keep_their_numbers(rewritten):
    assert list(rewritten(YOUTH, WAGES, SAFETY).values()) == [3, 1, 2]


def test_an_inserted_section_takes_a_new_number(rewritten):
    assert list(rewritten(WAGES, HOUSING, SAFETY, YOUTH).values()) == [1, 4, 2, 3]


def test_a_heading_that_changed_in_one_language_is_the_same_plank(rewritten):
    assert list(rewritten(WAGES, renamed(SAFETY, SAFETY[0], "Охрана труда"), YOUTH).values()) == [1, 2, 3]


def test_a_section_under_a_new_heading_is_known_by_its_text(rewritten):
    """Also while another one leaves, a third is inserted and all are moved."""
    safer = renamed(SAFETY, "Еңбекті қорғау", "Охрана труда")
    assert list(rewritten(HOUSING, safer, WAGES).values()) == [4, 2, 1]


def test_a_place_in_the_order_is_no_identity(rewritten):
    """One promise leaves, another one takes its place: its number is its own."""
    assert list(rewritten(WAGES, HOUSING, YOUTH).values()) == [1, 4, 3]


def test_a_plank_that_left_gives_its_number_to_nobody_and_takes_it_back(rewritten):
    assert list(rewritten(WAGES, SAFETY).values()) == [1, 2]
    assert list(rewritten(WAGES, SAFETY, HOUSING).values()) == [1, 2, 4]
    assert list(rewritten(YOUTH, WAGES, SAFETY, HOUSING).values()) == [3, 1, 2, 4]


def test_two_sections_of_one_name_are_two_planks(rewritten):
    again = (WAGES[0], WAGES[1], *HOUSING[2:])
    edition = rewritten(WAGES, SAFETY, YOUTH, again)
    assert sorted(Plank.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert len(edition) == 3


def test_an_endless_heading_is_recognised(first, editor, publisher):
    long = ("Ұ" * 600, "Д" * 600, *HOUSING[2:])
    reworded(first, editor, publisher, WAGES, SAFETY, YOUTH, long)
    reworded(first, editor, publisher, long, WAGES, SAFETY, YOUTH)
    assert list(numbers(first).values()) == [4, 1, 2, 3]


def test_only_headings_of_the_highest_level_head_a_plank(editor, publisher):
    text = {
        "body_kk": "<h3>Бірінші</h3><p>Мәтін.</p><h4>Ішкі</h4><p>Мәтін.</p><h3>Екінші</h3><p>Мәтін.</p>",
        "body_ru": "<h3>Первый</h3><p>Текст.</p><h4>Внутри</h4><p>Текст.</p><h3>Второй</h3><p>Текст.</p>",
    }
    found = publish(editor, publisher, kind=Kind.PLATFORM, slug="dengei", text=text | IMPRINT)
    assert list(numbers(found)) == ["Бірінші", "Екінші"]


def test_only_platforms_have_planks(editor, publisher):
    publish(editor, publisher, kind=Kind.PAGE, slug="bet", text=body(WAGES, SAFETY))
    assert not Plank.objects.exists()


def test_what_was_written_of_a_plank_stays_with_its_number(first, editor, publisher):
    first.planks.filter(number=2).update(done_kk="Инспекторлар сайланды.", done_ru="Инспекторы избраны.")
    reworded(first, editor, publisher, SAFETY, WAGES)
    assert first.planks.get(number=2).done_ru == "Инспекторы избраны."


def test_an_edition_taken_off_the_schedule_is_no_model_for_the_next(first, editor, publisher):
    reworded(first, editor, publisher, WAGES, HOUSING, public_from=ago(days=-3))
    publishing.unschedule(fresh(first), publisher)
    reworded(first, editor, publisher, WAGES, renamed(SAFETY, "Еңбекті қорғау", "Охрана труда"), YOUTH)
    assert list(numbers(first).values()) == [1, 2, 3]
