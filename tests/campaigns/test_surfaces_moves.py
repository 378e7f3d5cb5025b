"""Silence, and a ban on polls, at every door, command and mail: along `federation.site.surfaces`."""

import importlib
import inspect
import pkgutil
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import transaction
from django.urls import reverse

from appeals import erasing, publishing
from appeals.enums import Kind, Move
from appeals.models import Publication
from appeals.moves import LEGAL
from campaigns import campaigning, candidates
from campaigns.candidates import filing
from campaigns.headquarters import (
    calendar,
    digest,
    escalating,
    offices,
    proving,
    removing,
    staffing,
    tasking,
    volunteers,
)
from campaigns.joining import applying, on_demand, retention
from campaigns.meetings import holding, people, promising
from federation.enums import Matter
from federation.site.surfaces import CANDIDATE_DOORS, COMMANDS, DOORS, MAILS, MOVES, WORK_DOORS, Silence
from tests.appeals import lookalike
from tests.campaigns.surfaces import BEFORE, BORDERS, MOMENTS, QUIET, WORD, marked, silent
from tests.cast import client_of, long_serving
from tests.clock import clock
from tests.site.publications import fresh

pytestmark = pytest.mark.django_db

TASKS = (tasking, proving, removing, calendar, digest, escalating)
STAFF = (staffing, offices, volunteers)


def test_every_move_is_on_the_list():
    assert set(MOVES) == set(Move)


def test_every_door_of_campaigns_is_on_the_list():
    found = {
        name
        for name, door in inspect.getmembers(campaigning, inspect.isfunction)
        if door.__module__ == campaigning.__name__ and "by" in inspect.signature(door).parameters
    }
    assert set(DOORS) == found - {"require"}


def test_every_door_of_candidates_is_on_the_list():
    """What works under a lock of its own transaction is a door; its helpers are not."""
    found = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in candidate_modules()
        for name, door in inspect.getmembers(module, inspect.isfunction)
        if door.__module__ == module.__name__ and is_atomic(door)
    }
    assert set(CANDIDATE_DOORS) == found


def test_every_door_of_applications_promises_and_tasks_is_on_the_list():
    found = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in (applying, on_demand, holding, people, promising, retention, *TASKS, *STAFF)
        for name, door in inspect.getmembers(module, inspect.isfunction)
        if door.__module__ == module.__name__ and is_atomic(door)
    }
    assert set(WORK_DOORS) == found


def candidate_modules():
    names = (found.name for found in pkgutil.iter_modules(candidates.__path__))
    return [importlib.import_module(f"campaigns.candidates.{name}") for name in names]


def is_atomic(function):
    """Whether its decorator is `transaction.atomic` or `filing.whole`."""
    around = [cell.cell_contents for cell in function.__closure__ or ()]
    return hasattr(function, "__wrapped__") and any(
        isinstance(one, transaction.Atomic) or getattr(one, "func", None) is filing.whole.__wrapped__
        for one in around
    )


def test_every_command_is_on_the_list():
    apps = ("appeals", "campaigns", "federation.site")
    assert set(COMMANDS) == {name for name, app in get_commands().items() if app in apps}


def test_every_mail_is_on_the_list():
    found = {
        str(path.relative_to(folder).with_suffix(""))
        for folder in map(Path, settings.TEMPLATES[0]["DIRS"])
        for path in folder.rglob("*.txt")
        if "mail" in path.parts
    }
    assert set(MAILS) == found


def refused(act):
    """Whether the door refuses, naming the end of the silence; what it did is undone."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except (publishing.Refused, campaigning.Refused) as refusal:
        return "2023" in str(refusal)
    return False


@pytest.mark.parametrize(("matter", "item"), [(Matter.CAMPAIGN, "waiting"), (Matter.POLLS, "waiting_poll")])
def test_publishing_minute_by_minute(matter, item, publisher, request):
    waiting = request.getfixturevalue(item)
    for moment in MOMENTS[matter]:
        with clock(moment):
            assert refused(lambda: publishing.publish(fresh(waiting), publisher)) is silent(moment, matter), (
                moment
            )


@pytest.mark.parametrize(("matter", "item"), [(Matter.CAMPAIGN, "waiting"), (Matter.POLLS, "waiting_poll")])
def test_scheduling_into_it_minute_by_minute(matter, item, publisher, request):
    waiting = request.getfixturevalue(item)
    for moment in MOMENTS[matter]:
        with clock(BEFORE):
            act = partial(publishing.publish, fresh(waiting), publisher, public_from=moment)
            assert refused(act) is silent(moment, matter), moment


def test_the_button_minute_by_minute(waiting, publisher):
    path = reverse("admin:appeals_publication_move", args=[waiting.pk, "publish"])
    client = client_of(publisher)
    for moment in MOMENTS[Matter.CAMPAIGN]:
        with clock(moment), transaction.atomic():
            response = client.post(path, {"version": waiting.version})
            made = waiting.editions.count()
            transaction.set_rollback(True)
        assert (response.status_code, made) == ((409, 0) if silent(moment) else (302, 1)), moment


@pytest.mark.parametrize(("matter", "item"), [(Matter.CAMPAIGN, "materials"), (Matter.POLLS, "polls")])
def test_restoring_minute_by_minute(matter, item, publisher, request):
    publication = request.getfixturevalue(item)[Kind.NEWS]
    with clock(min(BORDERS[matter]) - timedelta(hours=1)):
        publishing.withdraw(publication, publisher, reason_kk="Себебі.", reason_ru="Причина.")
    for moment in MOMENTS[matter]:
        with clock(moment):
            assert refused(lambda: publishing.restore(fresh(publication), publisher)) is silent(
                moment, matter
            ), moment


def test_finding_neutral_minute_by_minute(waiting, editor, publisher):
    with clock(BEFORE):
        publishing.propose_neutral(waiting, editor, reason="Дауыс беру орны ғана айтылған.")
    for moment in MOMENTS[Matter.CAMPAIGN]:
        with clock(moment):
            assert refused(lambda: publishing.accept_neutral(fresh(waiting), publisher)) is silent(moment), (
                moment
            )


def test_announcing_minute_by_minute(in_office, election, headquarters):
    for moment in MOMENTS[Matter.CAMPAIGN]:
        with clock(moment):
            assert refused(lambda: campaigning.announce(election, headquarters)) is silent(moment), moment


def test_the_words_of_an_announced_campaign_minute_by_minute(materials, election, headquarters):
    election.refresh_from_db()
    election.summary_kk = election.summary_ru = "Жаңа."
    for moment in MOMENTS[Matter.CAMPAIGN]:
        with clock(moment):
            assert refused(lambda: campaigning.save(election, headquarters)) is silent(moment), moment


def test_what_makes_nothing_public_works_in_silence(materials, waiting, editor, publisher, data_protection):
    """Drafts, review, withdrawal and takedown: every move of the list that is not refused."""
    long_serving(data_protection)
    tried = set()

    def act(move, function, *args, **kwargs):
        with clock(QUIET):
            function(*args, **kwargs)
        tried.add(move)

    with clock(QUIET):
        text = publishing.create(editor, kind=Kind.NEWS, campaign_material=True, **marked(WORD, "zhana"))
        publishing.create(editor, kind=Kind.NEWS, move=Move.IMPORT, **marked(WORD, "import"))
    tried |= {Move.CREATE, Move.IMPORT}
    act(Move.EDIT, publishing.save_text, text, editor, version=1, lead_kk="Жаңа.", lead_ru="Новое.")
    act(Move.PLACE, publishing.save_text, fresh(text), editor, version=2, slug="basqa")
    act(Move.CONFIRM, publishing.confirm, fresh(text), editor, version=2)
    act(Move.SUBMIT, publishing.submit, fresh(text), editor)
    act(Move.RETURN, publishing.send_back, fresh(text), publisher, reason="Қатесі бар.")
    act(Move.SUBMIT, publishing.submit, fresh(text), editor)
    act(Move.APPROVE, publishing.approve, fresh(text), publisher)
    act(Move.PROPOSE_NEUTRAL, publishing.propose_neutral, fresh(text), editor, reason="Бейтарап.")
    act(Move.DECLINE_NEUTRAL, publishing.decline_neutral, fresh(text), publisher, reason="Үгіт.")
    published = materials[Kind.APPEAL]
    act(
        Move.REVERT,
        publishing.revert,
        published,
        editor,
        version=published.version,
        source=published.last_edition,
    )
    act(
        Move.WITHDRAW,
        publishing.withdraw,
        fresh(published),
        publisher,
        reason_kk="Себебі.",
        reason_ru="Причина.",
    )
    act(Move.REDACT, erasing.redact, fresh(published), data_protection, reason_kk="Заң.", reason_ru="Закон.")
    with clock(BEFORE):
        publishing.publish(waiting, publisher, public_from=max(BORDERS[Matter.CAMPAIGN]) + timedelta(days=1))
    act(Move.UNSCHEDULE, publishing.unschedule, fresh(waiting), publisher)
    works = {move for move, fate in MOVES.items() if fate is Silence.WORKS}
    # An accepted difference needs one in the text; its door knows no clock at all (tests/appeals/test_publishing.py).
    assert tried == works - {Move.OVERRIDE}
    assert {move for move, fate in MOVES.items() if fate is Silence.REFUSED} <= set(LEGAL)


def test_an_import_publishes_no_campaign_material(tmp_path, election, publisher, storage, in_office):
    """Neither in silence nor outside of it: the imported text has no imprint."""
    document = tmp_path / "document.txt"
    document.write_text(lookalike.APPEAL, encoding="utf-8")
    for moment in (BEFORE, QUIET):
        with clock(moment), pytest.raises(SystemExit):
            call_command(
                "import_document", str(document), "--publish", "--campaign-material", "--as", publisher.email
            )
    assert not Publication.objects.exists()
