"""A small world of tasks: a tree of headquarters, branches, everybody who may come, a task in each state."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from campaigns import campaigning
from campaigns.enums import JoinState, MeetingState, TaskState, Tier, Unit, Wish
from campaigns.headquarters import proving, tasking
from campaigns.models import Application, Headquarters, Meeting, Task, Workplace
from federation.enums import Role
from federation.models import Membership, Organisation
from tests.campaigns.conftest import campaign
from tests.campaigns.rules import standard
from tests.cast import organisation, person, region
from tests.kept import kept

WORDS = {"title_kk": "Ұжымдармен кездесу", "title_ru": "Встречи с коллективами"}
SITE = "https://example.org/"


def tree(running, name_kk="Қостанай облысы", name_ru="Костанайская область"):
    """A region with its branch, a primary organisation, and its regional headquarters, district one and point."""
    w = SimpleNamespace(region=region(name_kk, name_ru))
    w.branch = organisation(f"{name_kk}: орталық", f"{name_ru}: центр", region=w.region)
    w.primary = organisation(
        f"{name_kk}: зауыт", f"{name_ru}: завод", kind="primary", parent=w.branch, region=w.region
    )
    w.regional = headquarters(running, Tier.REGIONAL, running.headquarters.get(parent=None), region=w.region)
    w.point = headquarters(running, Tier.POINT, w.regional, region=w.region, organisation=w.primary)
    return w


def headquarters(running, tier, parent=None, **fields):
    names = {"name_kk": f"{Tier(tier).label} штабы", "name_ru": f"Штаб {Tier(tier).label}"}
    return Headquarters.objects.create(campaign=running, tier=tier, parent=parent, **(names | fields))


def world():
    """Everything belongs to the first region, but for what is called `their_…`."""
    return made() if Organisation.objects.exists() else kept("work", made)


def made():
    rules = standard("kz-2026")
    today = timezone.localdate()
    running = campaign(rules, today + datetime.timedelta(days=120), slug="running", called_on=today)
    campaigning.announce(running, None)
    headquarters(running, Tier.REPUBLICAN)
    w = SimpleNamespace(campaign=running, today=today, due=today + datetime.timedelta(days=10))
    w.republican = running.headquarters.get()
    w.mine, w.theirs = tree(running), tree(running, "Түркістан облысы", "Туркестанская область")
    w.objectives = list(running.objectives.all())
    w.objective = w.objectives[0]
    w.actors = {
        "member": person("member"),
        "editor": person("editor", Role.EDITOR),
        "publisher": person("publisher", Role.PUBLISHER),
        "branch": person("branch", Role.BRANCH, organisation=w.mine.branch),
        "second": person("second", Role.BRANCH, organisation=w.theirs.branch, language="ru"),
        "regional": person("regional", Role.REGIONAL_HEADQUARTERS, region=w.mine.region),
        "elsewhere": person("elsewhere", Role.REGIONAL_HEADQUARTERS, region=w.theirs.region),
        "headquarters": person("headquarters", Role.HEADQUARTERS, language="ru"),
        "colleague": person("colleague", Role.HEADQUARTERS),
        "both": person("both", Role.HEADQUARTERS),  # sits in the headquarters and works for the first branch
        "officer": person("officer", Role.DATA_PROTECTION),
        "administrator": person("administrator", Role.ADMINISTRATOR),
    }
    Membership.objects.create(user=w.actors["both"], role=Role.BRANCH, organisation=w.mine.branch)
    for name, user in w.actors.items():
        setattr(w, name, user)
    return w


def given(w, owner=None, by=None, **fields):
    """A task of the first region's point, unless another owner is named, that counts people reached."""
    defaults = {"objective": w.objective, "target": 1, "unit": Unit.PEOPLE, "due_on": w.due, **WORDS}
    return tasking.give(by or w.headquarters, owner or w.mine.point, **(defaults | fields))


def in_state(w, state, owner=None, doer=None, **fields):
    """A task that the doors brought to the state; by the branch, unless another doer is named."""
    doer = doer or w.branch
    task = given(w, owner, checklist=["Залды дайындау"], **fields)
    if state == TaskState.OPEN:
        return task
    if state == TaskState.CALLED_OFF:
        return tasking.call_off(task, w.colleague, "Қажет емес")
    task = tasking.start(task, doer)
    proving.link(task, doer, f"{SITE}{task.pk}", amount=task.target)
    if state == TaskState.IN_PROGRESS:
        return task
    task = tasking.report(task, doer)
    if state == TaskState.RETURNED:
        return tasking.return_(task, w.colleague, "Толықтырыңыз")
    return tasking.accept(task, w.colleague) if state == TaskState.ACCEPTED else task


def meeting(w, state=MeetingState.CLOSED, **fields):
    """A Meeting of the first region's branch."""
    workplace, _new = Workplace.objects.get_or_create(
        region=w.mine.region, name_kk="Зауыт", defaults={"name_ru": "Завод", "organisation": w.mine.primary}
    )
    now = timezone.now()
    marks = {"confirmed_at": now, "confirmed_by": w.colleague, "closed_at": now, "closed_by": w.colleague}
    defaults = {
        "campaign": w.campaign,
        "organisation": w.mine.branch,
        "workplace": workplace,
        "region": w.mine.region,
        "held_on": w.today,
        "topic_kk": "Еңбек",
        "topic_ru": "Труд",
        "state": state,
        **(marks if state == MeetingState.CLOSED else {}),
    }
    return Meeting.objects.create(**(defaults | fields))


def joined(w, count, **fields):
    """Applications of workers who joined through the first region's branch."""
    now = timezone.now()
    defaults = {
        "wish": Wish.MEMBER,
        "state": JoinState.JOINED,
        "joined_on": w.today,
        "region": w.mine.region,
        "organisation": w.mine.branch,
        "campaign": w.campaign,
        "due_at": now,
    } | fields
    known = Application.objects.count()
    return [Application.objects.create(token_hash=f"{known + n:064}", **defaults) for n in range(count)]


def anew(task):
    """The row as the database has it."""
    return Task.objects.get(pk=task.pk)
