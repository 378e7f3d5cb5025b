"""Tasks of the made-up running campaign in every state, with proof, through the doors of `tasking` and `proving`."""

from datetime import datetime, timedelta

from django.utils import timezone

from appeals.models import Publication
from campaigns.enums import Tier
from campaigns.headquarters import proving, tasking
from campaigns.models import (
    Campaign,
    ChecklistItem,
    Escalation,
    Evidence,
    Headquarters,
    Objective,
    Task,
    TaskComment,
)
from federation.models import Organisation
from federation.site.demo import papers
from federation.site.demo.candidates import RUNNING
from federation.site.demo.content import HOUR, bilingual, read
from federation.site.demo.headquarters import shifted
from federation.site.demo.people import REGIONAL_HEADQUARTERS
from federation.site.demo.stories import BRANCH_OF, OTHER_BRANCHES

MINUTE = timedelta(minutes=1)
RETURNED = "Дәлелде саны көрсетілмеген: толықтырыңыз. · В подтверждении не указано число: дополните."
CALLED_OFF = "Бұл жұмысты республикалық штаб өзі атқарады. · Эту работу выполнит республиканский штаб."
FEWER = "Қалғаны келесі аптада. · Остальное на следующей неделе."


def load_tasks(people, meetings):
    """The tasks of the running campaign, unless it has any. people: {e-mail name: User}; meetings: {key: Meeting}.

    Returns how many were made.
    """
    campaign = Campaign.objects.filter(slug=RUNNING).first()
    if campaign is None or Task.objects.filter(objective__campaign=campaign).exists():
        return 0
    content = read("tasks.toml")
    given = Given(campaign, people, meetings, content["links"])
    given.everywhere(content["everywhere"])
    for entry in content["task"]:
        given.one(entry)
    return Task.objects.filter(objective__campaign=campaign).count()


class Given:
    """The tasks of a campaign. people: {e-mail name: User}; meetings: {key: Meeting}; titles: {address of a link:
    [in Kazakh, in Russian]}."""

    def __init__(self, campaign, people, meetings, titles):
        self.campaign, self.people, self.meetings, self.titles = campaign, people, meetings, titles
        self.leader = people["headquarters"]
        self.objectives = {row.number: row for row in Objective.objects.filter(campaign=campaign)}
        self.serial = 0

    def on(self, days):
        """The date so many days after the call."""
        return self.campaign.called_on + timedelta(days=days)

    def at(self, days):
        """A moment on that day, but not after now; each task has its own minutes."""
        moment = timezone.make_aware(datetime.combine(self.on(days), HOUR)) + 4 * self.serial * MINUTE
        return min(moment, timezone.now())

    def everywhere(self, entry):
        tasks = tasking.give_everywhere(self.leader, now=self.at(entry["given"]), **self.fields(entry))
        for task in tasks:
            state, *proof = entry["states"].get(task.headquarters.region.iso, ["open"])
            self.bring(task, entry | {"state": state} | ({"proof": proof[0]} if proof else {}))

    def one(self, entry):
        by = self.people[entry.get("by", "headquarters")]
        owner, now = self.owner(entry["owner"]), self.at(entry["given"])
        self.bring(tasking.give(by, owner, now=now, **self.fields(entry)), entry)

    def fields(self, entry):
        return {
            "objective": self.objectives[entry["objective"]],
            "due_on": self.on(entry["due"]),
            "checklist": entry.get("checklist", []),
            "priority": entry.get("priority", 2),
            **{name: entry[name] for name in ("unit", "target")},
            **bilingual(entry, "title", "text"),
        }

    def owner(self, name):
        if name.startswith("branch:"):
            kind = Organisation.Kind.TERRITORIAL_ASSOCIATION
            return Organisation.objects.get(kind=kind, region__iso=name.removeprefix("branch:"))
        own = Headquarters.objects.filter(campaign=self.campaign)
        if name == "republican":
            return own.get(tier=Tier.REPUBLICAN)
        found = own.filter(name_kk=name) | own.filter(region__iso=name, tier=Tier.REGIONAL)
        return found.get()

    def doer(self, task):
        """Who works for the owner: of the republican headquarters its leader, else the branch of the region."""
        owner = task.owner
        if owner.region is None:
            return self.leader
        iso = owner.region.iso
        if iso == REGIONAL_HEADQUARTERS and getattr(owner, "tier", "") == Tier.REGIONAL:
            return self.people["regional-headquarters"]
        return self.people[BRANCH_OF.get(iso, OTHER_BRANCHES)]

    def bring(self, task, entry):
        """Takes the task as far as its `state` says, a step a day."""
        self.serial += 1
        state, doer, day = entry["state"], self.doer(task), self.begun(entry)
        if state == "called-off":
            tasking.call_off(task, self.leader, CALLED_OFF, now=self.at(entry["given"] + 4))
        if state in ("open", "called-off"):
            return
        task = tasking.start(task, doer, now=self.at(day))
        for item in list(task.checklist.all())[: 1 if state == "in-progress" else None]:
            tasking.tick(task, doer, item.number, now=self.at(day + 1))
        if "comment" in entry:
            tasking.comment(task, doer, entry["comment"], now=self.at(day + 1))
        if "proof" in entry:
            self.prove(task, doer, *entry["proof"], now=self.at(day + 2))
        if state == "in-progress":
            return
        fewer = FEWER if proving.shown(task) < task.target else ""
        task = tasking.report(task, doer, reason=fewer, now=self.at(day + 3))
        if state == "returned":
            tasking.return_(task, self.leader, RETURNED, now=self.at(day + 4))
        elif state == "accepted":
            tasking.accept(task, self.leader, now=self.at(day + 4))

    def begun(self, entry):
        """On which day the work begins: a meeting proves it the day after it was held, never before."""
        kind, what, *_amount = entry.get("proof", ["", ""])
        held = (self.meetings[what].held_on - self.campaign.called_on).days if kind == "meeting" else 0
        return max(entry.get("begun", 0), held - 1)

    def prove(self, task, doer, kind, what, amount, *, now):
        if kind == "link":
            titles = dict(zip(("title_kk", "title_ru"), self.titles[what], strict=True))
            proving.link(task, doer, what, amount=amount, now=now, **titles)
        elif kind == "file":
            proving.file(task, doer, papers.scan(what), amount=amount, now=now)
        elif kind == "publication":
            proving.publication(task, doer, Publication.objects.get(slug=what), now=now)
        elif kind == "meeting":
            proving.meeting(task, doer, self.meetings[what], now=now)
        elif kind == "members":
            proving.members(task, doer, now=now)


# What moves with the campaign. Its history does not: nobody can change it.
MOMENTS = {
    ChecklistItem: ("done_at",),
    TaskComment: ("at",),
    Evidence: ("at",),
    Escalation: ("due_on", "at"),
}


def move(campaign, by):
    """Moves the tasks of a campaign with it. by: timedelta, whole days."""
    own = Task.objects.filter(objective__campaign=campaign)
    shifted(own, by, "due_on", "made_at", "changed_at", "reported_at", "decided_at")
    for model, names in MOMENTS.items():
        shifted(model.objects.filter(task__in=own), by, *names)
