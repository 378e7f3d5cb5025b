"""What the reader tells the person who looks over a report: what it did not find, and what to check.

A remark is kept as a code with its values, so that each reader sees it in the own language.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

NOT_FOUND = {
    "text-kk": _("The Kazakh text was not found."),
    "text-ru": _("The Russian text was not found."),
    "held_on": _("The date of the meeting was not found."),
    "region": _("The region was not found."),
    "workplace": _("The workplace was not found."),
    "place": _("The place – workshop, hall, office – was not found."),
    "topic": _("The topic was not found."),
    "summary": _("No paragraph was found that says what came of the meeting."),
    "source": _("The source was not found."),
    "chair": _("Who chaired the meeting was not found."),
    "participants": _("Further participants were not found."),
    "quotations": _("Quotations with a speaker were not found."),
    "citations": _("Legal citations were not found."),
    "campaign": _("No campaign was recognised."),
    "attendance": _("How many people came was not found."),
    "agenda": _("The agenda was not found."),
    "questions": _("Questions and answers were not found word for word."),
    "held_by": _("Which headquarters or organisation held the meeting was not found."),
}

CHECK = {
    "day": _("The date was taken from the words “{written}”. Please check."),
    "day-without-year": _("The day “{written}” has no year: the date was left empty."),
    "day-ahead": _("The text names {written} as its day, which is still to come: the date was left empty."),
    "days-differ": _("The Kazakh and the Russian text name different days; that of the first one was taken."),
    "region-by-town": _("The region was taken from the words “{written}”. Please check."),
    "regions": _("Several regions are named ({names}); the first one was taken."),
    "regions-differ": _(
        "The Kazakh and the Russian text name different regions; that of the first was taken."
    ),
    "workplace-case": _("The workplace stands in the text as “{written}”. Please check its name."),
    "workplace-alone": _(
        "The workplace “{name}” was left out: without a region it cannot be chosen or made."
    ),
    "workplace-new": _(
        "The workplace “{name}” is new on the portal. Please check that it is no other spelling."
    ),
    "place-case": _("The place stands in the text as “{written}”. Please check."),
    "topic-clause": _("The topic is a clause of the text, word for word. Please put it shorter."),
    "topic-case": _("The topic stands in the text as “{written}”. Please check."),
    "name-case": _("The name stands in the text as “{written}”; entered as “{name}”. Please check."),
    "name-left": _(
        "The name “{name}” stands in another case in the text and was left so. Please correct it."
    ),
    "office-case": _("The office of {name} stands in the text as “{written}”. Please check."),
    "office-left": _("The office of {name} may stand in another case: “{written}”. It was left so."),
    "office-bounds": _("The office of {name} was taken as “{written}”. Please check where it begins."),
    "office-missing": _("The office of {name} was not found."),
    "office-differs": _(
        "The text calls {name} “{written}”, the portal “{known}” on that day. It was not changed."
    ),
    "namesakes": _("The portal knows several people named {name}; one of them was taken. Please check."),
    "person-once": _("{name} was recognised in one of the two texts only."),
    "person-paired": _("“{name}” and “{written}” were taken for one person. Please check."),
    "people-new": _("New on the portal, the name in the other language still to be entered: {names}."),
    "chairs": _("Another chair is named as well: {name}. Please check."),
    "quotation-pronoun": _(
        "A quotation is introduced by a pronoun and was taken for words of {name}: “{text}”."
    ),
    "quotation-family": _("A quotation names its speaker by the family name {name} alone: “{text}”."),
    "quotation-interrupted": _("Words of {name} are interrupted in the text; they became two quotations."),
    "quotation-nobody": _("No speaker was found for “{text}”; it was left out of the quotations."),
    "quotations-alone": _("The quotations of {name} do not match in number: they stand apart by language."),
    "original": _("Which language {name} spoke is not known: Kazakh was entered. Please check."),
    "campaign-unknown": _("The text speaks of a vote ({written}); the portal has no such campaign."),
    "campaign-nearest": _("The year of the vote ({written}) is not said; that of the meeting was taken."),
    "campaigns": _("Several votes are named; “{name}” was taken. Please check."),
    "attendance-near": _("The number of people is not exact (“{written}”) and was left empty."),
    "act": _("The act that {name} belongs to was not found."),
    "too-long": _("“{written}” is too long for its field and was left out."),
}

# What says more than that something was not found.
INSTEAD = {"attendance-near": "attendance", "campaign-unknown": "campaign", "day-without-year": "held_on"}


@dataclass(frozen=True)
class Remark:
    """code: a key of `NOT_FOUND` or `CHECK`; values: what goes into its braces, a dict for what differs by language."""

    code: str
    values: dict = field(default_factory=dict, hash=False)

    @property
    def is_missing(self):
        return self.code in NOT_FOUND

    @property
    def mark(self):
        """By which the remark is ticked off: the same for the same words."""
        said = json.dumps(self.as_data(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def __str__(self):
        """The sentence in the active language; what an older release wrote is told as it is."""
        sentence = NOT_FOUND.get(self.code) or CHECK.get(self.code)
        code = "ru" if get_language() == "ru" else "kk"
        values = {
            name: value[code] if isinstance(value, dict) else value for name, value in self.values.items()
        }
        return str(sentence).format_map(defaultdict(str, values)) if sentence else self.code

    def as_data(self):
        return {"code": self.code, **({"values": self.values} if self.values else {})}


def from_data(rows):
    """[Remark] of what `Meeting.not_found` keeps."""
    return [
        Remark(row["code"], row.get("values", {}))
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("code"), str)
    ]


def shortened(text, most=60):
    """The beginning of a text, to be named in a sentence."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
