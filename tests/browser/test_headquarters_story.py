"""Headquarters at work, each story in a browser: a branch on a phone, the headquarters at a desk, a worker on a phone.

Without a script in Kazakh, with it in Russian; then every public page in each look.
"""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from campaigns.enums import Function, JoinState, MeetingState, TaskState, Unit, Wish
from campaigns.forms import robots
from campaigns.headquarters import proving, staffing, tasking
from campaigns.joining import applying
from campaigns.meetings import holding, promising
from campaigns.models import Application, Meeting, Task
from campaigns.views.joining import receipt
from federation.models import Mail
from federation.site import subscribing
from federation.site.models import Subscription
from tests.browser.sound import faults, width_faults
from tests.campaigns.headquarters import work
from tests.campaigns.meetings import held
from tests.site.publications import next_edition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE, DESK = 360, 1280
MAIL = "asan@mail.example"


@pytest.fixture
def w(transactional_db):
    cache.clear()  # how many forms came from one address
    return work.world()


class Visitor:
    """A Page on which each address and each button leads to a page that fits the screen."""

    def __init__(self, page):
        self.page = page

    def arrived(self):
        self.page.wait_for_load_state()
        assert width_faults(self.page) == [], self.page.url
        return self

    def open(self, path):
        self.page.goto(path)
        return self.arrived()

    def press(self, selector):
        self.page.locator(selector).first.click()
        return self.arrived()

    def fill(self, **fields):
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]").fill(str(value))
        return self

    def choose(self, name, value):
        self.page.select_option(f"main [name={name}]", str(value))
        return self

    def send(self):
        """The one button, or the first, of the form on the page."""
        return self.press("main form button:not([name=more])")

    def follow(self, path):
        """The link on the page that ends like that."""
        return self.press(f"main a[href$='{path}']")

    def menu(self, path):
        """The section of the cabinet, out of the menu that is folded on a phone."""
        folded = self.page.locator(".cabinet-menu summary")
        if not folded.is_visible():
            return self.press(f".cabinet-menu .menu-wide a[href$='{path}']")
        folded.click()
        return self.press(f".cabinet-menu .menu-list a[href$='{path}']")

    def sound(self):
        """The page stands all of the check."""
        assert faults(self.page) == [], self.page.url
        return self

    @property
    def said(self):
        return self.page.locator("main").inner_text()


@pytest.fixture
def visit(open_page):
    """Function: a Visitor, on a phone unless `width` says otherwise; options as of open_page."""

    def visited(user=None, width=PHONE, **options):
        return Visitor(open_page(user, width, **options))

    yield visited
    # That a form was refused, the console says as well as the page.
    open_page.complaints[:] = but_for("422", "inline style", said=open_page.complaints)


def but_for(*expected, said):
    """What the console said beside what was expected; axe itself tries an inline style."""
    return [line for line in said if not any(word in line for word in expected)]


def mailed(to, pattern):
    """The path in the newest mail to the address that the pattern finds."""
    return re.search(pattern, Mail.objects.filter(to=to).latest("pk").text)[0]


def test_a_branch_meets_the_workers_and_proves_the_task_with_it(w, visit):
    task = work.given(w, w.mine.branch, unit=Unit.MEETINGS, checklist=["Зал табу", "Жұмысшыларды шақыру"])
    branch = visit(w.branch, java_script_enabled=False)
    branch.open(mailed(w.branch.email, rf"/kk/cabinet/tasks/{task.pk}/"))
    branch.press("form[action$='/start/'] button")
    branch.press("form[action$='/steps/1/'] button")
    assert branch.page.locator(".task-steps .is-ticked").count() == 1
    assert work.anew(task).state == TaskState.IN_PROGRESS

    meeting = recorded(branch, w)
    checked = visit(w.branch)  # the check itself needs a script
    for path in (f"meetings/{meeting.pk}", f"tasks/{task.pk}"):
        checked.open(f"/kk/cabinet/{path}/").sound()

    for act, state in (("confirm", MeetingState.CONFIRMED), ("close", MeetingState.CLOSED)):
        branch.follow(f"/{act}/").send()
        meeting.refresh_from_db()
        assert meeting.state == state
    assert meeting.closed_by == w.branch
    assert [str(row.answered_by.holder) for row in meeting.questions.all()] == ["Айгүл Сәрсенова"]

    branch.menu("/tasks/").follow(f"/tasks/{task.pk}/")
    branch.follow("/evidence/new/meeting/").choose("shown", meeting.pk).send()
    branch.follow("/report/").send()
    assert work.anew(task).state == TaskState.DONE
    assert branch.page.locator(".state-done").count() == 1
    # Whoever did it finds no button to accept it.
    assert branch.page.locator("a[href$='/accept/']").count() == 0


def recorded(branch, w):
    """The branch records a meeting at a workplace that nobody knew, in short steps. Returns the Meeting."""
    branch.menu("/meetings/").follow("/new/")
    branch.send()
    # Nothing is saved yet, and each field says what it misses.
    assert branch.page.locator("#id_held_by_error, #id_held_on_error").count() == 2
    assert not Meeting.objects.exists()
    branch.choose("held_by", f"o{w.mine.branch.pk}").choose("campaign", w.campaign.pk)
    branch.choose("region", w.mine.region.pk)
    branch.fill(held_on=w.today, name_kk="«Темір» зауыты", name_ru="завод «Темір»", attendance=80).send()
    meeting = Meeting.objects.get()
    branch.fill(topic_kk="Жалақы", topic_ru="Заработная плата").send()
    branch.follow("/rows/participants/")
    branch.fill(full_name_kk="Айгүл Сәрсенова", full_name_ru="Айгуль Сарсенова")
    branch.fill(title_kk="төраға", title_ru="председатель").choose("part", "chair")
    branch.press("main .step-form button:not([name=more])")  # above it stands the search
    chair = meeting.participants.get().holder_id
    branch.follow("/rows/questions/").fill(text_kk="Жалақы қашан көтеріледі?", text_ru="Когда повысят?")
    branch.fill(answer_kk="1 мамырға дейін.", answer_ru="До 1 мая.").choose("who", chair).send()
    return meeting


def test_headquarters_give_it_to_all_regions_return_it_once_and_accept_it(w, visit):
    chief = visit(w.headquarters, DESK).open("/ru/cabinet/tasks/").follow("/new/")
    chief.choose("owner", "everywhere").choose("unit", Unit.PEOPLE)
    chief.page.check(f"[name=objective][value='{w.objective.pk}']")
    chief.fill(**work.WORDS, target=437, due_on=w.due, checklist="Подготовить зал").sound().send()
    assert Task.objects.filter(headquarters__tier="regional").count() == 2
    assert "1 / 1" not in at_a_glance(chief, w)

    task = Task.objects.get(headquarters=w.mine.regional)
    tasking.start(task, w.regional)
    proving.link(task, w.regional, f"{work.SITE}qostanai", amount=437)
    tasking.report(task, w.regional)
    # From the desk to what waits there.
    chief.open("/ru/cabinet/").press(f".desk-cards a[href$='/tasks/{task.pk}/']")
    chief.follow("/return/").send()
    assert chief.page.locator("#id_reason_error").count() == 1
    chief.fill(reason="Приложите протокол.").send()
    assert work.anew(task).state == TaskState.RETURNED
    assert "0 из 874" in reached(visit, w)

    regional = visit(w.regional).open(mailed(w.regional.email, rf"/kk/cabinet/tasks/{task.pk}/"))
    assert "Приложите протокол." in regional.said
    proving.link(
        task, w.regional, f"{work.SITE}protocol", title_kk="Жиын хаттамасы", title_ru="Протокол собрания"
    )
    tasking.report(task, w.regional)
    assert "0 из 874" in reached(visit, w)

    chief.open(f"/ru/cabinet/tasks/{task.pk}/").follow("/accept/").send()
    assert work.anew(task).state == TaskState.ACCEPTED
    public = reached(visit, w)
    assert "438 из 874" in public
    assert "Протокол собрания example.org" in public
    assert "1 / 1" in at_a_glance(chief, w)
    chief.sound()


def at_a_glance(chief, w):
    """What the overview says of the first region."""
    chief.menu("/overview/")
    row = chief.page.locator(".overview tbody tr", has_text=w.mine.region.name_ru)
    return re.sub(r"\s+", " ", row.inner_text())


def reached(visit, w):
    """What somebody who comes for the first time reads on the campaign's page of tasks."""
    reader = visit().open(f"/ru/campaigns/{w.campaign.slug}/tasks/")
    return re.sub(r"\s", " ", reader.said)


def test_a_worker_joins_and_reads_what_became_of_it(w, visit, monkeypatch):
    monkeypatch.setattr(robots, "AT_LEAST", 3600)
    worker = visit(java_script_enabled=False).open("/kk/")
    worker.press("a[href='/kk/join/']")
    worker.fill(name="Асан", workplace="«Темір» зауыты", contact=MAIL).choose("region", w.mine.region.pk)
    worker.page.check("[name=agreed]")
    worker.send()
    # Nobody is as fast as that; what was typed is still there.
    assert not Application.objects.exists()
    assert worker.page.input_value("[name=name]") == "Асан"
    monkeypatch.setattr(robots, "AT_LEAST", 0)
    worker.send()
    row = Application.objects.get()
    assert row.organisation == w.mine.branch
    own = worker.page.locator(".private-link a").get_attribute("href")
    assert own == mailed(MAIL, r"/kk/join/[\w-]+/")
    worker.press(".private-link a")
    assert w.mine.branch.name_kk in worker.said

    branch = visit(w.branch, java_script_enabled=False)
    branch.open("/kk/cabinet/").menu("/applications/").follow(f"/{row.pk}/")
    visit(w.branch).open(f"/kk/cabinet/applications/{row.pk}/").sound()
    branch.page.fill("[name=contact-answer]", "Сәрсенбіде келіңіз.")
    branch.press("button[name=contact]")
    assert "Сәрсенбіде келіңіз." in worker.open(own).said
    branch.page.fill("[name=join-joined_on]", str(w.today))
    branch.press("button[name=join]")
    row.refresh_from_db()
    assert row.state == JoinState.JOINED
    worker.open(own)
    with translation.override("kk"):
        assert str(JoinState.JOINED.label) in worker.said.lower()


def test_a_worker_subscribes_and_gives_it_up(w, visit, monkeypatch):
    monkeypatch.setattr(robots, "AT_LEAST", 0)
    reader = visit().open("/ru/").press(".footer a[href='/ru/subscribe/']")
    reader.fill(email=MAIL).choose("region", w.mine.region.iso)
    reader.page.check("[name=agreed]")
    reader.send()
    confirm, leave = (mailed(MAIL, rf"/ru/{name}/\w+/") for name in ("subscribe", "unsubscribe"))
    reader.open(confirm)
    assert Subscription.objects.get().confirmed_at is None
    reader.send()
    assert Subscription.objects.get().confirmed_at
    assert w.mine.region.name_ru in reader.said
    reader.open(leave).send()
    assert not Subscription.objects.exists()


@pytest.fixture
def shown(w, settings):
    """Paths in Kazakh of every public page of headquarters, tasks, meetings, promises, joining, subscriptions, and of
    the demonstration's mailbox."""
    settings.DEMO = True
    meeting = held.closed(w.branch, w.mine.region, organisation=w.mine.branch, campaign=w.campaign)
    next_edition(holding.build_report(meeting, w.editor), w.editor, w.publisher)
    question = meeting.questions.get()
    chair = question.answered_by.holder
    promise = promising.commit(
        w.branch,
        meeting=meeting,
        question=question,
        holder=chair,
        due_on=w.due,
        text_kk="Қорғаныш киім беріледі.",
        text_ru="Спецодежда будет выдана.",
    )
    promising.publish(promise, w.editor)
    task = tasking.start(work.given(w, w.mine.branch, unit=Unit.MEETINGS), w.branch)
    proving.meeting(task, w.branch, meeting)
    tasking.accept(tasking.report(task, w.branch), w.headquarters)
    staffing.appoint(
        w.mine.regional, None, holder=chair, function=Function.HEAD, from_date=w.today, agreed_on=w.today
    )
    _row, application = applying.receive(
        wish=Wish.MEMBER, name="Асан", contact=MAIL, region=w.mine.region, language="kk"
    )
    subscribing.subscribe(MAIL, language="kk", region=w.mine.region)
    subscription = subscribing.token_of(Subscription.objects.get())
    of = w.campaign.slug
    names = [
        *(("headquarters", of), ("headquarters-one", of, w.mine.regional.pk), ("office-holder", chair.pk)),
        *(("tasks", of), ("promises", of), ("meetings", of), ("meeting", meeting.pk)),
        *(("quotation", meeting.pk, 1), ("workplace", meeting.workplace_id)),
        *(("join",), ("application", application)),
    ]
    with translation.override("kk"):
        return [
            *(reverse(f"campaigns:{name}", args=args) for name, *args in names),
            f"{reverse('campaigns:join-done')}?of={receipt(application)}",
            *(reverse(f"site:{name}") for name in ("subscribe", "subscribe-done")),
            *(reverse(f"site:{name}", args=[subscription]) for name in ("subscription", "unsubscribe")),
            reverse("mailbox"),
            reverse("mailbox-mail", args=[Mail.objects.latest("pk").pk]),
        ]


def test_every_public_page_is_sound_on_a_phone_and_in_the_dark(shown, open_page):
    wrong, page = [], open_page()
    for number, path in enumerate(shown):
        answer = page.goto(path if number % 2 else path.replace("/kk/", "/ru/", 1))
        assert answer.status == 200, page.url
        for width, scheme in ((PHONE, "light"), (DESK, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            wrong += [f"{page.url} {width} {fault}" for fault in faults(page)]
    open_page.complaints[:] = but_for("inline style", said=open_page.complaints)
    assert not wrong, "\n".join(wrong)
