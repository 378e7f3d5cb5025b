"""The HTML part of a mail, made of its text: one template frames them all, so that both parts say the same."""

import re

from django.template.loader import render_to_string
from django.utils.translation import get_language

# An address ends before what punctuates the sentence around it.
ADDRESS = re.compile(r"https?://[^\s<>\"«»]*[^\s<>\"«».,;:!?)]")
ITEM = re.compile(r"^[-–−•*] +")
RULE = "* * *"  # between the two languages of one mail


def as_html(subject, text):
    """The text (str) of a mail as an HTML document in the active language."""
    context = {"subject": subject, "blocks": list(blocks(text)), "language": get_language()}
    return render_to_string("federation/mail/frame.html", context)


def blocks(text):
    """Yields {"kind": "paragraph" | "list" | "rule", "lines": […]}; a line is a list of {"text", "href" or ""}.

    An empty line ends a paragraph; lines that begin with a dash and follow one another are a list.
    """
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if lines == [RULE]:
            yield {"kind": "rule", "lines": []}
            continue
        group = []
        for line in lines:
            if group and bool(ITEM.match(line)) != bool(ITEM.match(group[0])):
                yield _block(group)
                group = []
            group.append(line)
        if group:
            yield _block(group)


def _block(lines):
    is_list = bool(ITEM.match(lines[0]))
    said = [ITEM.sub("", line) for line in lines] if is_list else lines
    return {"kind": "list" if is_list else "paragraph", "lines": [list(_pieces(line)) for line in said]}


def _pieces(line):
    end = 0
    for found in ADDRESS.finditer(line):
        if found.start() > end:
            yield {"text": line[end : found.start()], "href": ""}
        yield {"text": found.group(), "href": found.group()}
        end = found.end()
    if end < len(line):
        yield {"text": line[end:], "href": ""}
