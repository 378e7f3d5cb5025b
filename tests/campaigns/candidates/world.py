"""One small world for the matrices of access: who acts, and a row in each state that they could act on."""

import datetime
from types import SimpleNamespace

from django.utils import timezone

from appeals.models import Publication
from campaigns import campaigning
from campaigns.candidates import changing, demands, erasing, importing, path, registering, reviewing
from campaigns.enums import DemandKind, PathStep
from campaigns.models import Candidacy, Pool
from federation.enums import Role
from tests.campaigns import rules
from tests.campaigns.candidates import people, tables
from tests.campaigns.conftest import campaign
from tests.cast import organisation, person, region

SOURCE = {"source_kk": "№ 1 хаттама", "source_ru": "Протокол № 1", "source_url": "https://example.org/1"}
GROUND = {"ground_kk": "Өтініш бойынша", "ground_ru": "По требованию"}


def actors(mine, theirs):
    """{name: User} of everybody who may come; regions and branches: those of the organisations mine and theirs.

    `recused` sits in the headquarters and belongs to the first branch.
    """
    return {
        "member": person("member"),
        "editor": person("editor", Role.EDITOR),
        "publisher": person("publisher", Role.PUBLISHER),
        "branch": person("branch", Role.BRANCH, organisation=mine),
        "second": person("second", Role.BRANCH, organisation=theirs),
        "regional": person("regional", Role.REGIONAL_HEADQUARTERS, region=mine.region),
        "elsewhere": person("elsewhere", Role.REGIONAL_HEADQUARTERS, region=theirs.region),
        "headquarters": person("headquarters", Role.HEADQUARTERS),
        "recused": person("recused", Role.HEADQUARTERS, organisation=mine),
        "officer": person("officer", Role.DATA_PROTECTION),
        "administrator": person("administrator", Role.ADMINISTRATOR),
    }


def pool(running, code):
    now, month = timezone.now(), datetime.timedelta(days=30)
    body = running.bodies.get(code=code)
    return Pool.objects.create(campaign=running, body=body, opens_at=now - month, closes_at=now + month)


def made():
    """The world: everything belongs to the first branch, but for what is called `their_…`."""
    law = rules.standard("kz-2023")
    today = timezone.localdate()
    running = campaign(
        law,
        today + datetime.timedelta(days=120),
        slug="running",
        called_on=today - datetime.timedelta(days=40),
        bodies=list(law.bodies.all()),
    )
    campaigning.announce(running, None)
    later = campaign(
        law,
        today + datetime.timedelta(days=300),
        slug="later",
        called_on=today,
        bodies=list(law.bodies.all()),
    )
    mine = organisation("Бірінші орталық", "Первый центр", region=region())
    theirs = organisation("Екінші орталық", "Второй центр", region=region("Екінші облыс", "Вторая область"))
    cast = actors(mine, theirs)
    branch, second, leader = cast["branch"], cast["second"], cast["headquarters"]
    w = SimpleNamespace(
        actors=cast,
        running=running,
        mine=mine,
        theirs=theirs,
        colleague=person("colleague", Role.HEADQUARTERS),
        third=person("third", Role.HEADQUARTERS),
        pool=pool(running, "majilis"),
        locked_pool=pool(running, "maslikhat-region"),
        empty_pool=pool(later, "majilis"),
        later_pool=pool(later, "maslikhat-district"),
        ready_pool=pool(running, "maslikhat-district"),
    )

    def submitted(**fields):
        return people.submitted(w.pool, branch, mine, **fields)

    def approved(where=None, **fields):
        return announced(people.submitted(where or w.pool, branch, mine, **fields))

    def announced(candidacy):
        return reviewing.approve(candidacy, leader)

    w.draft = people.begun(w.pool, branch, mine)
    w.draft = registering.photograph(w.draft, branch, people.picture())
    w.draft_document = registering.attach(w.draft, branch, "application", people.paper())
    w.draft = anew(w.draft)
    w.ready = people.complete(people.begun(w.pool, branch, mine), branch)
    w.waiting = submitted(family_name_kk="Белгіұлы", family_name_ru="Опознавалов", phone="+7 700 111 22 33")
    w.document = w.waiting.documents.get()
    w.returned = reviewing.send_back(submitted(), leader, remarks={"programme_ru": "Нақтылаңыз."})
    w.decided = reviewing.approve(submitted(), leader, announce=False)
    w.approved = approved()
    w.asking = approved()
    w.change = changing.ask(w.asking, branch, reason="Жаңа нөмір", phone="+7 700 000 00 01")
    people.agreed(w.change)
    w.asking = anew(w.asking)
    w.walking = approved()
    w.step = path.record_step(w.walking, leader, step=PathStep.PROPOSED, on=today, announce=False, **SOURCE)
    w.opinion = reviewing.ask_opinion(w.waiting, w.colleague, of=leader)
    w.waiting = anew(w.waiting)
    w.listed, w.unlisted = approved(w.locked_pool), approved(w.ready_pool)
    w.list = path.lock_list(w.locked_pool, leader, decision_kk="№ 1 шешім", decision_ru="Решение № 1")
    w.doubles = [submitted().person, people.submitted(w.later_pool, branch, mine).person]
    w.demand = demands.receive(
        kind=DemandKind.TAKEDOWN, name="Біреу", contact="x@mail.example", text="Жойыңыз", candidacy=w.approved
    )
    w.gone = approved()
    w.gone_slug = w.gone.slug
    w.takedown = erasing.take_down(w.gone, cast["officer"], **GROUND)
    # After the takedown, which ends the imports of its branch.
    file = tables.xlsx(tables.HEADS, tables.row())
    w.run = importing.work(importing.upload(w.pool, branch, organisation=mine, file=file))
    w.material = Publication.objects.create(
        slug="material", kind="news", title_kk="Кездесу", title_ru="Встреча"
    )
    campaigning.link(running, w.material, None)
    w.their_draft = people.begun(w.pool, second, theirs)
    w.theirs_waiting = people.submitted(
        w.pool, second, theirs, family_name_kk="Бөтенұлы", family_name_ru="Чужаков", phone="+7 700 999 88 77"
    )
    w.their_document = w.theirs_waiting.documents.get()
    return w


def anew(candidacy):
    """The row as the database has it."""
    return Candidacy.objects.get(pk=candidacy.pk)
