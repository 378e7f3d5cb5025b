"""The data of a meeting as readers get them: one dict in both languages, and what a page shows of it in one.

Offices are those held on the day of the meeting. A published dict never changes, so its keys do not either.
"""

import re

from appeals.enums import Language
from campaigns.enums import Part

LANGUAGES = tuple(Language.values)


def record_of(meeting):
    """The record of a meeting as it stands in its rows, JSON.

    Texts are {"kk", "ru"}. Keys: "held_on" (ISO), "held_by" (text or None; older records lack it), "campaign" (key or
    None), "region" (ISO code), "workplace" {"pk",
    "kk", "ru", "district": text or None, "industry": text or None}, "place", "topic", "summary", "attendance" (int or
    None), "source" {"kk", "ru", "url"}, "agenda" [text], "participants" [{"number", "holder": key of an OfficeHolder,
    "name": text, "office": text, "part"}], "quotations" [{"number", "speaker": number of a participant, "kk", "ru",
    "original"}], "questions" [{"number", "asked_by": text, "question": text, "answer": text, "answered_by": number or
    None}], "citations" [{"number", "kk", "ru", "act": text, "url"}].
    """
    people = list(meeting.participants.select_related("holder").prefetch_related("holder__offices"))
    number_of = {person.pk: person.number for person in people}
    return {
        "held_on": meeting.held_on.isoformat(),
        "held_by": named(meeting.headquarters or meeting.organisation),
        "campaign": meeting.campaign_id,
        "region": meeting.region.iso,
        "workplace": {
            "pk": meeting.workplace_id,
            **both(meeting.workplace, "name"),
            **{name: named(getattr(meeting.workplace, name)) for name in ("district", "industry")},
        },
        **{name: both(meeting, name) for name in ("place", "topic", "summary")},
        "attendance": meeting.attendance,
        "source": {**both(meeting, "source"), "url": meeting.source_url},
        "agenda": [both(row, "text") for row in meeting.agenda.all()],
        "participants": [
            {
                "number": person.number,
                "holder": person.holder_id,
                "name": both(person.holder, "full_name"),
                "office": {code: person.holder.titles_on(meeting.held_on, code) for code in LANGUAGES},
                "part": person.part,
            }
            for person in people
        ],
        "quotations": [
            {
                "number": row.number,
                "speaker": number_of[row.speaker_id],
                **both(row, "text"),
                "original": row.original,
            }
            for row in meeting.quotations.all()
        ],
        "questions": [
            {
                "number": row.number,
                "asked_by": both(row, "asked_by"),
                "question": both(row, "text"),
                "answer": both(row, "answer"),
                "answered_by": number_of.get(row.answered_by_id),
            }
            for row in meeting.questions.all()
        ],
        "citations": [
            {"number": row.number, **both(row, "text"), "act": both(row, "act"), "url": row.url}
            for row in meeting.citations.all()
        ],
    }


def both(row, name):
    return {code: getattr(row, f"{name}_{code}") for code in LANGUAGES}


def named(row):
    """The name of a headquarters, an organisation, a district or an industry, or None."""
    return row and both(row, "name")


def in_language(record, code):
    """What a page shows of a record in the language `code`: the same keys, with texts of that language alone.

    A participant stands in the place of the number; longer texts are lists of paragraphs; "chair" is the participant
    who chaired, or None. A quotation tells by "translated" whether this language is not the original's; its "quoted" is
    its "text" in quotation marks.
    """
    people = {
        row["number"]: {**row, "name": row["name"][code], "office": row["office"][code]}
        for row in record["participants"]
    }
    return {
        **{name: record[name] for name in ("held_on", "region", "attendance")},
        "held_by": (record.get("held_by") or {}).get(code, ""),
        "workplace": {
            "pk": record["workplace"]["pk"],
            "name": record["workplace"][code],
            **{
                name: found and found[code]
                for name in ("district", "industry")
                for found in [record["workplace"][name]]
            },
        },
        "place": record["place"][code],
        "topic": record["topic"][code],
        "summary": paragraphs(record["summary"], code),
        "source": {"name": record["source"][code], "url": record["source"]["url"]},
        "agenda": [row[code] for row in record["agenda"]],
        "participants": list(people.values()),
        "chair": next((row for row in people.values() if row["part"] == Part.CHAIR), None),
        "quotations": [
            {
                "number": row["number"],
                "speaker": people[row["speaker"]],
                "text": paragraphs(row, code),
                "quoted": in_quotes(paragraphs(row, code), code),
                "original": row["original"],
                "translated": row["original"] != code,
            }
            for row in record["quotations"]
        ],
        "questions": [
            {
                "number": row["number"],
                "asked_by": row["asked_by"][code],
                "question": paragraphs(row["question"], code),
                "answer": paragraphs(row["answer"], code),
                "answered_by": people.get(row["answered_by"]),
            }
            for row in record["questions"]
        ],
        "citations": [
            {"number": row["number"], "text": row[code], "act": row["act"][code], "url": row["url"]}
            for row in record["citations"]
        ],
    }


def in_both(record):
    """What a person reads who vouches for a record: as `in_language`, but each value is a pair (Kazakh, Russian), each
    list a list of such pairs."""
    kk, ru = (in_language(record, code) for code in LANGUAGES)
    rows = ("agenda", "participants", "quotations", "questions", "citations")
    return {
        name: list(zip(kk[name], ru[name], strict=True)) if name in rows else (kk[name], ru[name])
        for name in kk
    }


def paragraphs(text, code):
    """[paragraph] of a text {"kk", "ru"} in one language; a single one where the two are divided otherwise, since they
    stand block by block beside each other."""
    parts = {
        each: [part.strip() for part in re.split(r"\n+", text[each]) if part.strip()] for each in LANGUAGES
    }
    if len({len(part) for part in parts.values()}) > 1:
        return [" ".join(parts[code])] if parts[code] else []
    return parts[code]


# Inside «…» (DOMAIN §6).
NESTED = {"kk": {"«": "“", "»": "”"}, "ru": {"«": "„", "»": "“"}}


def in_quotes(lines, code):
    """The paragraphs of a quotation in the marks of the language `code`: opened in the first, closed in the last.

    Marks inside become those of the second level; a quotation that brings its own pair around all of it keeps one.
    """
    text = "\n".join(lines)
    if not text:
        return []
    if text[0] == "«" and closing(text) == len(text) - 1:
        text = text[1:-1]
    return f"«{text.translate(str.maketrans(NESTED[code]))}»".split("\n")


def closing(text):
    """Where the mark that opens the text is closed; -1 where it is not."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "«") - (letter == "»")
        if not depth:
            return place
    return -1
