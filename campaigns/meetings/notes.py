"""What an import said of its draft, as the record stands now: what is still missing, what is still to be checked."""

from dataclasses import replace

from campaigns.enums import Part
from campaigns.meetings.reading import from_data

# Notes of what was left out, and the field that makes each needless once it is filled.
ANSWERED_BY = {
    "day-ahead": "held_on",
    "day-without-year": "held_on",
    "workplace-alone": "workplace",
    "campaign-unknown": "campaign",
    "attendance-near": "attendance",
}
LISTS = ("agenda", "quotations", "questions", "citations")


def missing(meeting):
    """[Remark] of what was not found in the text and is not there by now either."""
    return [one for one in from_data(meeting.not_found) if one.is_missing and not has(meeting, one.code)]


def to_check(meeting):
    """[(mark, Remark)] of what nobody ticked off and no later entry answered."""
    found = []
    for remark in from_data(meeting.not_found):
        if remark.is_missing or has(meeting, ANSWERED_BY.get(remark.code, "")):
            continue
        if remark.code == "people-new":
            names = ", ".join(str(holder) for holder in nameless(meeting))
            if names:
                found.append((remark.mark, replace(remark, values={"names": names})))
        elif not (remark.code == "office-missing" and has_office(meeting, remark.values.get("name"))):
            found.append((remark.mark, remark))
    return found


def has(meeting, code):
    """Whether the record has by now what the code of `reading.remarks.NOT_FOUND` stands for."""
    if code in LISTS:
        return getattr(meeting, code).exists()
    if code == "held_by":
        return bool(meeting.headquarters_id or meeting.organisation_id)
    if code in ("text-kk", "text-ru"):
        return bool(getattr(meeting, f"topic_{code[-2:]}"))
    if code == "chair":
        return meeting.participants.filter(part=Part.CHAIR).exists()
    if code == "participants":
        return meeting.participants.exclude(part=Part.CHAIR).exists()
    names = (code, f"{code}_kk", f"{code}_ru")
    return any(getattr(meeting, name, None) not in (None, "") for name in names if name)


def nameless(meeting):
    """Participants whose name is missing in one of the two languages."""
    holders = [row.holder for row in meeting.participants.select_related("holder")]
    return [holder for holder in holders if not (holder.full_name_kk and holder.full_name_ru)]


def has_office(meeting, name):
    rows = meeting.participants.select_related("holder").prefetch_related("holder__offices")
    named = [row.holder for row in rows if name in (row.holder.full_name_kk, row.holder.full_name_ru)]
    return meeting.held_on is not None and any(holder.titles_on(meeting.held_on) for holder in named)
