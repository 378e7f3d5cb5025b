"""Blocks: whatever HTML comes in, nothing visible is lost and the result is canonical."""

import re
import unicodedata
from html import escape, unescape
from xml.etree import ElementTree

import nh3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from federation import block_nesting, block_reader
from federation.blocks import (
    Kind,
    anchored,
    clean,
    normalise,
    parse,
    plain,
    sections,
    single,
    visible_text,
)

TAGS = [
    "p",
    "div",
    "h1",
    "h2",
    "h4",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "caption",
    "thead",
    "tbody",
]
TAGS += [
    "tfoot",
    "tr",
    "td",
    "th",
    "strong",
    "b",
    "em",
    "i",
    "u",
    "s",
    "sub",
    "sup",
    "a",
    "span",
    "font",
    "pre",
]
TAGS += ["dl", "dt", "dd", "br", "hr", "form", "select", "option", "svg", "title", "textarea", "template"]
TAGS += ["script", "style", "o:p"]
ATTRIBUTES = ["", "", ' href="/a?b=1&amp;c"', ' href="javascript:x"', ' start="4"', ' colspan="2"']
WORDS = st.text(
    alphabet=st.sampled_from("абвқңі АЯ1.,«»&<>\"' \t\r\n\v\x00\x85\xa0\u202f\u200b\u00ad\u2028\u0306\u0338"),
    min_size=1,
    max_size=12,
)


@st.composite
def tags(draw):
    name = draw(st.sampled_from(TAGS))
    attribute = draw(st.sampled_from(ATTRIBUTES))
    return draw(st.sampled_from([f"<{name}{attribute}>", f"</{name}>", f"<{name}{attribute}/>"]))


def known_tags():
    return tags().filter(
        lambda tag: tag.strip("</>").split()[0] in {*block_reader.TAGS, "span", "font", "o:p"}
    )


SOUP = st.lists(st.one_of(WORDS, tags(), st.just("<!-- x -->")), max_size=25).map("".join)


def letters(text):
    """What is left of a text when white space and invisible characters are no matter."""
    return unicodedata.normalize("NFC", "".join(normalise(text).split()))


def letters_of(block):
    cells = "".join(run.text for cell in block.cells for run in cell.runs)
    return cells if block.kind is Kind.TABLE_ROW else block.text


class TestAnyInput:
    @settings(max_examples=200, deadline=None)
    @given(SOUP)
    @example("<ul><li>a<ul><li>b</ul>c</ul>")
    @example("<table><tr><td>a<table><tr><td>b</table>c</table>")
    @example("<table><caption>a</caption><tr><td><ul><li>b<br><br>c</ul><td></table>")
    @example("x\ud800y&#xd800;")
    def test_cleaning_is_stable_and_blocks_keep_all_text(self, html):
        cleaned = clean(html)
        assert clean(cleaned) == cleaned
        blocks = parse(html)
        assert parse(cleaned) == parse(clean(cleaned))
        assert [(b.kind, b.text, b.depth, b.level) for b in parse(cleaned)] == [
            (b.kind, b.text, b.depth, b.level) for b in blocks
        ]
        assert all(block.text and block.text == normalise(block.text) for block in blocks)
        # The oracle: the same parser with every tag dropped leaves the visible text in document order.
        encodable = html.encode("utf-8", "ignore").decode()
        visible = unescape(nh3.clean(encodable, tags=set(), clean_content_tags={"script", "style"}))
        assert letters("".join(map(letters_of, blocks))) == letters(visible)

    @settings(max_examples=150, deadline=None)
    @given(SOUP)
    def test_every_block_gets_its_anchor(self, html):
        html = html.replace(" id=", " ")
        numbered = anchored(html)
        blocks = parse(html)
        assert numbered.count(' id="b') == len(blocks)
        assert [block.text for block in parse(numbered)] == [block.text for block in blocks]
        assert clean(numbered) == clean(html)
        positions = [numbered.index(f' id="b{number}"') for number in range(1, len(blocks) + 1)]
        assert positions == sorted(positions)

    @settings(max_examples=150, deadline=None)
    @given(SOUP)
    def test_sections_are_the_whole_text_with_the_same_anchors(self, html):
        level = min((block.level for block in parse(html) if block.level and not block.quote), default=0)
        joined = "".join(
            (f'<h{level} id="b{one.number}">{one.heading}</h{level}>' if one.number else "") + one.html
            for one in sections(html)
        )
        assert joined == anchored(html)

    @settings(max_examples=100, deadline=None)
    @given(st.text())
    def test_any_text_at_all(self, text):
        assert clean(clean(text)) == clean(text)

    def test_deep_nesting_is_no_danger(self):
        assert visible_text("<ul><li>" * 3000 + "терең") == "терең"
        deep = "".join(f"<ul><li>деңгей {level}" for level in range(40))
        assert [block.depth for block in parse(deep)][:8] == [1, 2, 3, 4, 5, 6, 6, 6]
        assert clean(clean(deep)) == clean(deep)

    @pytest.mark.parametrize(
        "start",
        ["<ul>", "<ul><li>", "<div>", "<blockquote>", "<table><tr><td>", "<x-y>", "<b>", "<div></b>", "<a href='/x'>",
         "<div><!--</div>-->", "<div a='</div>'>", "<div a=\"><div>", "<span><p></span>", "<svg><g>",
         "<table><div></table>"],
    )  # fmt: skip
    def test_nesting_before_the_parser_is_limited(self, start, monkeypatch):
        seen = []

        class Cleaner:
            def clean(self, html):
                seen.append(html)
                return nh3.clean(html, tags=set(block_reader.TAGS))

        monkeypatch.setattr(block_reader, "_CLEANER", Cleaner())
        words = [f"сөз{number}" for number in range(3000)]
        html = "".join(f"{start}{word} " for word in words)
        text = visible_text(html)
        if not start.startswith('<div a="'):  # here half of the words stand in an attribute
            assert [word for word in text.replace("|", " ").split() if word.startswith("сөз")] == words
        depth = deepest = 0
        for tag in re.findall("<(/?)(?!p>|li>|t[drh]|br)", seen[0]):
            depth += -1 if tag else 1
            deepest = max(deepest, depth)
        assert deepest <= block_nesting.MAX_DEPTH

    def test_marks_left_open_are_not_opened_in_every_paragraph(self):
        html = "<p>" + "".join(f"<b id=n{number}>" for number in range(900)) + "<p>сөз" * 900
        shallow = block_nesting.shallow(html, block_reader.TAGS, block_reader.MARKS.keys())
        assert len(nh3.clean(shallow, tags={"b", "p"})) < 2 * len(html)
        assert visible_text(html).split() == ["сөз"] * 900

    def test_a_long_text_with_many_tags_is_left_as_it_is(self):
        html = (
            '<h2>Тақырып</h2><p>а <strong>б <em>в</em></strong> <a href="/x?a=1&amp;b=2">г &lt; д</a></p>'
            '<ol start="3"><li>е<ul><li>ж</li></ul></li></ol>'
            '<table><tbody><tr><td colspan="2">з</td></tr></tbody></table>'
        ) * 300
        shallow = block_nesting.shallow(html, block_reader.TAGS, block_reader.MARKS.keys())
        assert len(block_nesting._NESTED.findall(html)) > block_nesting.MAX_NESTED
        assert shallow == html
        assert clean(html) == html

    @settings(max_examples=200, deadline=None)
    @given(st.lists(st.one_of(WORDS, known_tags(), st.just("<!-- x -->")), max_size=25).map("".join))
    @example("<p>5 < 6 > 4 <a href='/x>'>б</a>")
    def test_shallow_html_keeps_all_text_and_is_stable(self, html):
        def said():
            return sorted(letters(visible_text(html)).replace("|", ""))

        expected = said()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(block_nesting, "MAX_TAGS", -1)
            assert said() == expected
            patch.setattr(block_nesting, "MAX_DEPTH", 3)
            assert said() == expected
            assert clean(clean(html)) == clean(html)

    def test_lists_beyond_the_deepest_level_are_not_remembered(self):
        builder = block_reader._Builder()
        builder.feed("".join(f"<ul><li>деңгей {level}" for level in range(2000)) + "<ul>" * 2000)
        assert max(len(context.lists) for context, _ in builder.stack) == block_reader.MAX_LIST_DEPTH


class TestClean:
    @pytest.mark.parametrize(
        ("html", "expected"),
        [
            ("жалаң <b>мәтін</b>", "<p>жалаң <strong>мәтін</strong></p>"),
            ("<p>бір<p>екі", "<p>бір</p><p>екі</p>"),
            ("<p> </p><p>&nbsp;</p><p>\u200b</p>", ""),
            ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
            ("<p>a<br>b<br><br>c</p>", "<p>a<br>b</p><p>c</p>"),
            ('<p style="color:red" class=MsoNormal id=x onclick=y>a</p>', "<p>a</p>"),
            ("<h1>a</h1><h6>b</h6>", "<h2>a</h2><h4>b</h4>"),
            ("<script>alert(1)</script><style>p{}</style>a<!-- b -->", "<p>a</p>"),
            ("<p>и\u0306</p>", "<p>й</p>"),
            ("<p>10\u00a0000</p>", "<p>10\u00a0000</p>"),
            ("<p>a&lt;b&gt; &amp;amp;</p>", "<p>a&lt;b&gt; &amp;amp;</p>"),
            ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br>b</li></ul>"),
            ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
            ('<ol start="3"><li>a</ol>', '<ol start="3"><li>a</li></ol>'),
            ('<ol start="x"><li>a</ol>', "<ol><li>a</li></ol>"),
            ("<a href='/x'>a <i>b</i></a>", '<p><a href="/x">a <em>b</em></a></p>'),
            (
                '<table><thead><tr><th colspan="2">a<tbody><tr><td>b<td></table>',
                '<table><thead><tr><th colspan="2">a</th></tr></thead>'
                "<tbody><tr><td>b</td><td></td></tr></tbody></table>",
            ),
            ("a<hr>b", "<p>a</p><hr><p>b</p>"),
            ("<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>"),
        ],
    )
    def test_canonical_form(self, html, expected):
        assert clean(html) == expected
        assert clean(expected) == expected

    @pytest.mark.parametrize(
        "address",
        ["https://fprk.example/a?b=1", "mailto:a@b.example", "tel:+77270000000", "/kk/pages/about/", "#b3"],
    )
    def test_good_links_stay(self, address):
        assert clean(f'<a href="{address}">a</a>') == f'<p><a href="{address}">a</a></p>'

    @pytest.mark.parametrize(
        "address",
        [
            "javascript:alert(1)",
            "JaVa&#10;script:x",
            "data:text/html,x",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil",
            "x/y",
            "http:",
            "http://[",
            "",
        ],
    )
    def test_bad_links_become_text(self, address):
        assert clean(f'<a href="{address}">a</a>') == "<p>a</p>"


class TestParse:
    def test_nested_items_come_in_reading_order_with_their_depth(self):
        html = "<ol start=2><li>бір<ul><li>ішкі</li></ul>соңы</li><li>екі</li></ol>"
        assert [(b.text, b.depth, b.ordered, b.number) for b in parse(html)] == [
            ("бір", 1, True, 2),
            ("ішкі", 2, False, 0),
            ("соңы", 1, True, 3),
            ("екі", 1, True, 4),
        ]

    def test_kinds(self):
        html = (
            "<h3>Тақырып</h3><p>Абзац</p><ul><li>Тармақ</li></ul>"
            "<blockquote><p>Дәйексөз</p></blockquote><table><tr><th>А</th><td>Б</td></tr></table>"
        )
        blocks = parse(html)
        assert [block.kind for block in blocks] == list(Kind)
        assert blocks[0].level == 3
        assert blocks[4].text == "А | Б"
        assert [(cell.text, cell.header) for cell in blocks[4].cells] == [("А", True), ("Б", False)]

    def test_neighbouring_lists_are_told_apart(self):
        first, second = parse("<ul><li>a</li></ul><ul><li>b</li></ul>")
        assert first.lists != second.lists
        assert clean("<ul><li>a</li></ul><ul><li>b</li></ul>") == "<ul><li>a</li></ul><ul><li>b</li></ul>"

    def test_runs_carry_marks(self):
        (block,) = parse('<p>Оқу: <a href="/x"><b>мына\u00a0жер</b></a><br>соңы</p>')
        assert block.text == "Оқу: мына жер соңы"
        assert [(run.text, set(run.marks), run.href) for run in block.runs] == [
            ("Оқу: ", set(), ""),
            ("мына\u00a0жер", {"link", "strong"}, "/x"),
            ("\nсоңы", set(), ""),
        ]

    def test_hash_is_of_the_normalised_text_alone(self):
        variants = [
            "<p>10 000 жұмыскер</p>",
            "<h2>10&nbsp;000\r\n  <b>жұмыскер</b></h2>",
            "<ul><li>10\u202f000 жұ\u00adмыс\u200bкер\n</ul>",
        ]
        hashes = {block.hash for html in variants for block in parse(html)}
        assert len(hashes) == 1
        assert parse("<p>10 001 жұмыскер</p>")[0].hash not in hashes


def test_a_block_on_its_own_is_valid_html_and_keeps_its_number():
    blocks = parse(
        "<ol start=4><li>a<ul><li><b>b</b></ul><li>c</ol><table><tr><td>d</table><blockquote>e</blockquote>"
    )
    assert [single(block) for block in blocks] == [
        '<ol start="4"><li>a</li></ol>',
        "<ul><li><strong>b</strong></li></ul>",
        '<ol start="5"><li>c</li></ol>',
        "<table><tbody><tr><td>d</td></tr></tbody></table>",
        "<blockquote><p>e</p></blockquote>",
    ]
    assert all(parse(single(block))[0].text == block.text for block in blocks)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ақ\u200bпарат\x00\x08\x7f\x9f", "Ақпарат"),
        ("а\u202eб\u2066в\u200f\ufeff\uffff", "абв"),
        ("и\u0306", "й"),
        ("бір\r\nекі\rүш\n\nтөрт\u2028бес\x0bалты", "бір\nекі\nүш\n\nтөрт\nбес\nалты"),
        ("10\u00a0000 жұ\u00adмыс \t", "10\u00a0000 жұ\u00adмыс \t"),
        ("а\ud800б", "аб"),
    ],
)
def test_plain_text_has_no_junk_and_keeps_its_lines(text, expected):
    assert plain(text) == expected


@given(st.text())
def test_plain_text_is_stable_and_fit_for_xml(text):
    cleaned = plain(text)
    assert plain(cleaned) == cleaned
    ElementTree.fromstring(f"<x>{escape(cleaned)}</x>")


class TestSections:
    def test_a_text_is_cut_at_its_highest_headings(self):
        html = (
            "<p>Кіріспе</p><h3>Бір <em>екі</em></h3><p>a</p><h4>Ішкі</h4><hr><ul><li>b</li></ul><h3>Үш</h3>"
        )
        assert [(one.number, one.text, one.heading, one.html) for one in sections(html)] == [
            (0, "", "", '<p id="b1">Кіріспе</p>'),
            (
                2,
                "Бір екі",
                "Бір <em>екі</em>",
                '<p id="b3">a</p><h4 id="b4">Ішкі</h4><hr><ul><li id="b5">b</li></ul>',
            ),
            (6, "Үш", "Үш", ""),
        ]

    def test_a_heading_in_a_quotation_heads_nothing(self):
        assert [one.number for one in sections("<blockquote><h2>a</h2></blockquote><h3>b</h3><p>c</p>")] == [
            0,
            2,
        ]

    @pytest.mark.parametrize("html", ["", "<p></p>", "<h2></h2>"])
    def test_nothing_has_no_sections(self, html):
        assert sections(html) == []
