"""The difference of two texts loses nothing and says what was added, removed, changed."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appeals import differences
from federation import blocks

TEXT = st.text(alphabet="абв 12.,«»-", max_size=40)
HTML = st.lists(TEXT, max_size=8).map(lambda texts: "".join(f"<p>{text}</p>" for text in texts))


@given(TEXT, TEXT)
def test_words_give_both_texts_back(old, new):
    pieces = differences.words(old, new)
    assert "".join(piece.text for piece in pieces if piece.op != "ins") == old
    assert "".join(piece.text for piece in pieces if piece.op != "del") == new


@settings(max_examples=100)
@given(HTML, HTML)
def test_changes_give_both_texts_back(old, new):
    found = differences.changes(old, new)

    def said(left_out):
        texts = ("".join(piece.text for piece in change.pieces if piece.op != left_out) for change in found)
        return [text for text in texts if text]

    assert said("ins") == [block.text for block in blocks.parse(old)]
    assert said("del") == [block.text for block in blocks.parse(new)]
    assert [change for _, group in differences.folded(found) for change in group] == found


def states(old, new):
    return [change.state for change in differences.changes(old, new)]


def test_blocks_are_added_removed_changed():
    first, second, third = "<p>Бірінші абзац осы.</p>", "<p>Екінші сөйлем басқа.</p>", "<p>Соңғы жол тұр.</p>"
    assert states(first + third, first + second + third) == ["same", "added", "same"]
    assert states(first + second + third, first + third) == ["same", "removed", "same"]
    assert states(first + second, first + "<p>Екінші сөйлем мүлде басқа.</p>") == ["same", "changed"]
    assert states(first, second) == ["removed", "added"] or states(first, second) == ["added", "removed"]


def test_a_changed_number_is_shown_alone():
    (change,) = differences.changes("<p>2023 жылғы 18 наурыз</p>", "<p>2023 жылғы 19 наурыз</p>")
    assert [(piece.op, piece.text) for piece in change.pieces] == [
        ("same", "2023 жылғы "),
        ("del", "18"),
        ("ins", "19"),
        ("same", " наурыз"),
    ]


def test_far_unchanged_blocks_are_folded_and_near_ones_stay():
    same = "".join(f"<p>Абзац {number} өзгермейді.</p>" for number in range(6))
    found = differences.changes(same + "<p>Соңы 1.</p>", same + "<p>Соңы 2.</p>")
    assert [(hidden, len(group)) for hidden, group in differences.folded(found)] == [(True, 5), (False, 2)]


def test_texts_without_a_common_word_are_replaced_whole():
    old, new = "сөз " * 3000, "соз " * 3000
    assert [piece.op for piece in differences.words(old, new)] == ["del", "ins"]


def test_a_run_of_punctuation_is_one_token():
    assert [piece.text for piece in differences.words("Солай..?", "Солай...")] == ["Солай", "..?", "..."]


SEEDS = itertools.count()


def random_words(count, vocabulary=2000):
    source = random.Random(next(SEEDS))
    return " ".join(f"сөз{source.randrange(vocabulary)}" for _ in range(count))


def paragraphs(*texts):
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["ә бір " + "." * 1400], [".," * 700]),
        (["ә бір " + ". " * 1400], [". , " * 700]),
        (["а " * 999], ["а б " * 499]),
        ([random_words(900)], [random_words(900)]),
        ([random_words(900, 9)], [random_words(900, 9)]),
        ([random_words(900) for _ in range(60)], [random_words(900) for _ in range(60)]),
        ([random_words(2) for _ in range(2000)], [random_words(2) for _ in range(2000)]),
        (["а"] * 5000, ["а", "б"] * 2500),
    ],
    ids=["dots", "spaced dots", "one word", "words", "few words", "blocks", "short blocks", "equal blocks"],
)
def test_the_work_of_a_comparison_is_limited(monkeypatch, old, new):
    """Counted are the looks at pairs of words or blocks, as SequenceMatcher does them, not the time they take."""
    old, new = paragraphs(*old), paragraphs(*new)
    done, search = [], differences.SequenceMatcher.find_longest_match

    def counted(matcher, alo, ahi, blo, bhi):
        done.append(sum(len(matcher.b2j.get(word, ())) for word in matcher.a[alo:ahi]))
        return search(matcher, alo, ahi, blo, bhi)

    compared, alike = [], differences._alike
    monkeypatch.setattr(differences.SequenceMatcher, "find_longest_match", counted)
    monkeypatch.setattr(differences, "_alike", lambda *pair: compared.append(pair) or alike(*pair))
    found = differences.changes(old, new)
    assert sum(done) + len(compared) <= differences.MOST_STEPS + 1
    for left_out, html in (("ins", old), ("del", new)):
        texts = ("".join(piece.text for piece in change.pieces if piece.op != left_out) for change in found)
        assert [text for text in texts if text] == [block.text for block in blocks.parse(html)]


def test_when_the_work_is_spent_a_text_is_replaced_whole():
    work = differences.Work(5)
    old, new = "бір екі үш төрт", "бір екі бес төрт"
    assert [piece.op for piece in differences.words(old, new)] == ["same", "del", "ins", "same"]
    assert differences.words(old, new, work) == (
        differences.Piece("del", old),
        differences.Piece("ins", new, replaces=True),
    )
    assert not work.left
