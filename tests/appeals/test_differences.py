"""The difference of two texts loses nothing and says what was added, removed, changed."""

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


def test_texts_too_long_to_compare_word_by_word_are_replaced_whole():
    old, new = "сөз " * 3000, "соз " * 3000
    assert [piece.op for piece in differences.words(old, new)] == ["del", "ins"]
