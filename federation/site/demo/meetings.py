"""Meetings of the made-up running campaign, recorded, reported and published; what was promised there."""

from datetime import datetime, timedelta

from django.utils import timezone

from appeals import publishing
from campaigns.enums import Part
from campaigns.meetings import holding, importing, promising
from campaigns.models import (
    Campaign,
    Commitment,
    CommitmentReport,
    Headquarters,
    Meeting,
    Office,
    OfficeHolder,
    Workplace,
)
from federation.models import Industry, Organisation, Region
from federation.site.demo.candidates import RUNNING
from federation.site.demo.content import HOUR, LANGUAGES, bilingual, read
from federation.site.demo.headquarters import shifted

TEXTS = ("place", "topic", "summary", "source")
NOTE = {"note_kk": "Алғаш рет жарияланды.", "note_ru": "Опубликовано впервые."}
HOURS = timedelta(hours=3)


def load_meetings(people):
    """The meetings of the running campaign, unless it has any. people: {e-mail name: User}.

    Returns {key: Meeting} of those that were made.
    """
    campaign = Campaign.objects.filter(slug=RUNNING, meetings=None).first()
    if campaign is None:
        return {}
    content = read("meetings.toml")
    made = {entry["key"]: Told(entry, campaign, people).tell() for entry in content["meeting"]}
    brought = content["import"]
    day = campaign.called_on + timedelta(days=brought["day"])
    text = brought["text"].strip().format(date=day.isoformat())
    draft = importing.import_report("kezdesu.txt", text.encode(), people["editor"])
    # Begun to be looked over: whoever comes to it next reads its topic and workplace in the own
    # language.
    topic = {name: brought[name] for name in ("topic_kk", "topic_ru")}
    holding.save(draft, people["editor"], version=draft.version, **topic)
    Workplace.objects.filter(pk=draft.workplace_id).update(name_kk=brought["workplace_kk"])
    return made


class Told:
    """One meeting. entry: its row; people: {e-mail name: User}."""

    def __init__(self, entry, campaign, people):
        self.entry, self.campaign, self.people = entry, campaign, people
        self.editor, self.publisher = people["editor"], people["publisher"]
        self.region = Region.objects.get(iso=entry["region"])
        self.holders = {}

    def on(self, days):
        """The date so many days after the call."""
        return self.campaign.called_on + timedelta(days=days)

    def at(self, days):
        """The moment on that day, but not after now."""
        return min(timezone.make_aware(datetime.combine(self.on(days), HOUR)), timezone.now())

    def tell(self):
        """As far as its `state` says. Returns the Meeting."""
        entry = self.entry
        self.holders = {person["name"][0]: self.holder(person) for person in entry["person"]}
        meeting = holding.begin(
            self.editor,
            rows=self.rows(),
            campaign=self.campaign,
            workplace=self.workplace(),
            region=self.region,
            held_on=self.on(entry["day"]),
            attendance=entry.get("attendance"),
            **self.host(),
            **bilingual(entry, *TEXTS),
        )
        state = entry["state"]
        if state != "draft":
            meeting = holding.confirm(meeting, self.editor)
        if state in ("closed", "published"):
            meeting = holding.close(meeting, self.publisher)
        if state == "published":
            self.publish(holding.build_report(meeting, self.editor))
        moments = {name: self.at(entry["day"] + 1) for name in ("made_at", "confirmed_at", "closed_at")}
        known = {name: moment for name, moment in moments.items() if getattr(meeting, name)}
        Meeting.objects.filter(pk=meeting.pk).update(**known)
        questions = {question.number: question for question in meeting.questions.all()}
        for promise in entry.get("promise", []):
            self.promise(meeting, questions.get(promise["question"]), promise)
        return meeting

    def host(self):
        if "organisation" in self.entry:
            kind = Organisation.Kind.TERRITORIAL_ASSOCIATION
            return {"organisation": Organisation.objects.get(kind=kind, region=self.region)}
        return {"headquarters": self.headquarters(self.entry["headquarters"])}

    def headquarters(self, name):
        """Of a region by its code, or one below by its Kazakh name."""
        own = Headquarters.objects.filter(campaign=self.campaign)
        found = own.filter(name_kk=name) | own.filter(region__iso=name, tier="regional")
        return found.get()

    def workplace(self):
        name_kk, name_ru = self.entry["workplace"]
        primary = Organisation.objects.filter(name_kk=self.entry.get("primary", "")).first()
        return Workplace.objects.get_or_create(
            region=self.region,
            name_kk=name_kk,
            defaults={
                "name_ru": name_ru,
                "industry": Industry.objects.get(code=self.entry["industry"]),
                "organisation": primary,
            },
        )[0]

    def holder(self, person):
        name_kk, name_ru = person["name"]
        found = OfficeHolder.objects.filter(full_name_kk=name_kk).first()
        if found:
            return found
        made = OfficeHolder.objects.create(full_name_kk=name_kk, full_name_ru=name_ru)
        for order, (title_kk, title_ru, *days) in enumerate(person["offices"]):
            begins, ends = ([self.on(day) for day in days] + [None, None])[:2]
            Office.objects.create(
                holder=made,
                title_kk=title_kk,
                title_ru=title_ru,
                from_date=begins,
                until_date=ends,
                order=order,
            )
        return made

    def rows(self):
        """The lists of `holding.begin`."""
        entry = self.entry
        return {
            "agenda": [pair("text", item) for item in entry["agenda"]],
            "participants": [
                {"holder": self.holders[one["name"][0]], "part": Part(one["part"])} for one in entry["person"]
            ],
            "quotations": [
                {"speaker": self.holders[one["by"]], "original": one["original"], **bilingual_text(one)}
                for one in entry.get("quotation", [])
            ],
            "questions": [
                {
                    **pair("asked_by", one["who"]),
                    **bilingual_text(one),
                    **bilingual(one, "answer"),
                    "answered_by": self.holders[one["by"]],
                }
                for one in entry.get("question", [])
            ],
            "citations": [
                {**bilingual_text(one), **bilingual(one, "act"), "url": one["url"]}
                for one in entry.get("citation", [])
            ],
        }

    def publish(self, report):
        """Review, four eyes, edition: two days after the meeting."""
        publishing.submit(report, self.editor)
        publishing.approve(report, self.publisher)
        publishing.publish(
            report, self.publisher, significance="major", public_from=self.at(self.entry["day"] + 2), **NOTE
        )

    def promise(self, meeting, question, entry):
        """Entered by the editor, released by the publisher; reports by the editor, confirmed by the headquarters."""
        given, day = entry["given"], self.entry["day"]
        owner = (
            {"holder": question.answered_by.holder}
            if given == "person"
            else {"headquarters": self.headquarters(given)}
        )
        made = promising.commit(
            self.editor,
            meeting=meeting,
            question=question,
            due_on=self.on(entry["due"]),
            now=self.at(day + 2),
            **bilingual_text(entry),
            **owner,
        )
        if not entry.get("release", True):
            return
        promising.publish(made, self.publisher, now=self.at(day + 2) + HOURS)
        for state, due, note_kk, note_ru in entry.get("report", []):
            told = promising.report(
                made,
                self.editor,
                state=state,
                due_on=self.on(due) if due else None,
                note_kk=note_kk,
                note_ru=note_ru,
                now=self.at(day + 6),
            )
            if not entry.get("waits"):
                promising.confirm(told, self.people["headquarters"], now=self.at(day + 7))


def pair(name, texts):
    return {f"{name}_{code}": text for code, text in zip(LANGUAGES, texts, strict=True)}


def bilingual_text(entry):
    return {f"text_{code}": entry[code] for code in LANGUAGES}


def move(campaign, by):
    """Moves what was promised with the campaign. The meetings stay: their reports tell the days. by: timedelta."""
    own = Commitment.objects.filter(meeting__campaign=campaign)
    shifted(own, by, "due_on", "first_due_on", "made_at", "published_at", "withdrawn_at")
    reports = CommitmentReport.objects.filter(commitment__in=own)
    shifted(reports, by, "due_on", "at", "confirmed_at", "declined_at")
