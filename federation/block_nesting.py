"""HTML that nests or branches without measure, made shallow before nh3 parses it. Used through block_reader.

A parser as browsers have it looks through all open elements at each tag, and opens marks that were left
open anew in every paragraph: some kilobytes can cost seconds and gigabytes. What holds no more tags than
people write is left alone, since no parser spends much on it.
"""

import re
from collections.abc import Set

MAX_NESTED = 1000  # tags that can nest, wherever they stand
MAX_DRESSED = 20  # marks with attributes: equal ones are limited by the parser, different ones are not
MAX_TAGS = 20_000
MAX_DEPTH = 200

# These end by themselves where the next one of their kind begins, or have no content.
_FLAT = frozenset(["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "br", "hr"])
_NESTED = re.compile(rf"<(?!(?:{'|'.join(sorted(_FLAT))})[\s/>])[a-z]", re.IGNORECASE)
_DRESSED = re.compile(
    r"<(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/]+[^\s/>]", re.IGNORECASE
)
_TOKEN = re.compile(
    r"<(?P<raw>script|style)\b.*?(?:</(?P=raw)[^>]*>|\Z)|<!--.*?(?:-->|\Z)|<[!?][^>]*>?|</(?![a-z])[^>]*>?|"
    r"<(?P<end>/?)(?P<name>[a-z][^\s/<>]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*+)>?|<",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"(?<!\S)(href|start|colspan|rowspan)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=]+))", re.IGNORECASE
)


def shallow(html: str, known: Set[str], marks: Set[str]) -> str:
    """The HTML itself, or, where it has more tags than any text needs, its text with at most MAX_DEPTH open tags.

    `known`: the tags that matter to the caller; `marks`: those of them that only mark text. Then beyond the
    depth a block becomes a paragraph and a mark falls away, no mark reaches beyond its line, every tag is
    closed where it has to be, other tags and attributes vanish. Text stays. Time grows with the length alone.
    """
    if (
        len(_NESTED.findall(html)) <= MAX_NESTED
        and len(_DRESSED.findall(html)) <= MAX_DRESSED
        and html.count("<") <= MAX_TAGS
    ):
        return html
    open_tags: list[str] = []

    def rewritten(match: re.Match) -> str:
        name = (match["name"] or "").lower()
        if match[0] == "<":
            return "&lt;"
        if name not in known:
            return ""
        return end(name) if match["end"] else start(name, match["rest"])

    def start(name: str, rest: str) -> str:
        if name == "br":
            return "<br>"
        closed = "" if name in marks else close_marks()
        if name not in _FLAT:
            if len(open_tags) >= MAX_DEPTH:
                return "" if name in marks else f"{closed}<p>"
            open_tags.append(name)
        attributes = ""
        for found in _ATTRIBUTE.finditer(rest):
            value = (found[2] or found[3] or found[4] or "").replace('"', "&quot;")
            attributes += f' {found[1].lower()}="{value}"'
        return f"{closed}<{name}{attributes}>"

    def end(name: str) -> str:
        if name in marks:
            within = open_tags[len(open_tags) - count_marks() :]
            return close(within[::-1].index(name) + 1) if name in within else ""
        closed = close_marks()
        if name in _FLAT:
            return f"{closed}</{name}>"
        return closed + (close(open_tags[::-1].index(name) + 1) if name in open_tags else "")

    def count_marks() -> int:
        count = 0
        while count < len(open_tags) and open_tags[-1 - count] in marks:
            count += 1
        return count

    def close_marks() -> str:
        return close(count_marks())

    def close(count: int) -> str:
        return "".join(f"</{open_tags.pop()}>" for _ in range(count))

    return _TOKEN.sub(rewritten, html)
