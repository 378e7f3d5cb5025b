"""Tables with the same people, taken over at the same moment: each person stands once, and nobody waits for ever."""

import pytest

from campaigns.candidates import identity, importing
from campaigns.candidates.importing import State
from campaigns.candidates.sheet import counted
from campaigns.models import Candidacy, CandidacyEvent, ImportRun, Person
from federation.sealing import keyed_hash
from tests.campaigns.at_once import crossed, together
from tests.campaigns.candidates import people
from tests.campaigns.candidates.tables import HEADS, row, xlsx

pytestmark = pytest.mark.django_db(transaction=True)


def decided(pool, by, organisation, rows, *, good_only):
    """A run that waits to be taken over."""
    run = importing.upload(pool, by, organisation=organisation, file=xlsx(HEADS, *rows))
    return importing.take(importing.work(run), by, good_only=good_only)


@pytest.mark.parametrize("good_only", [True, False])
def test_two_branches_with_the_same_people(
    pool, branch, first_branch, second_branch, other_branch, good_only
):
    shared, rows = [people.iin() for _turn in range(40)], {}
    for who in ("first", "second"):
        rows[who] = [row(number) for number in (shared if who == "first" else reversed(shared))]
        rows[who] += [row() for _turn in range(10)]
    runs = [
        decided(pool, branch, first_branch, rows["first"], good_only=good_only),
        decided(pool, second_branch, other_branch, rows["second"], good_only=good_only),
    ]
    outcomes = together(*((lambda run=run: importing.work(run)) for run in runs))
    taken = {run.registered_by_id for run in Candidacy.objects.filter(person__isnull=False)}
    assert Candidacy.objects.count() == Person.objects.count() == CandidacyEvent.objects.count()
    if good_only:
        assert sorted(run.taken for run in outcomes) == [10, 50]
        assert len(taken) == 2
    else:
        assert {run.state for run in outcomes} == {State.DONE, State.JUDGED}
        assert (len(taken), Candidacy.objects.count()) == (1, 50)
        (beaten,) = ImportRun.objects.filter(state=State.JUDGED)
        assert (counted(beaten.report)["wrong"], bool(beaten.trouble)) == (40, True)


def test_the_same_table_in_two_tabs_and_one_run_worked_on_twice(pool, branch, first_branch):
    rows = [row() for _turn in range(20)]
    first, second = (decided(pool, branch, first_branch, rows, good_only=True) for _tab in range(2))
    together(*((lambda run=run: importing.work(run)) for run in (first, first, second)))
    assert Candidacy.objects.count() == 20
    assert sorted(ImportRun.objects.values_list("state", "taken")) == [(State.DONE, 20), (State.JUDGED, 0)]


@pytest.fixture
def known():
    """Two people, the one made first with the greater hash: order of keys and order of hashes differ."""
    numbers = sorted((people.iin() for _turn in range(2)), key=keyed_hash, reverse=True)
    return [Person.objects.of_iin(number)[0] for number in numbers]


def test_a_table_and_who_corrects_a_number_do_not_embrace(pool, branch, first_branch, known):
    """`identity.person_of` locks the former person and the new one in the order of their keys."""
    run = decided(pool, branch, first_branch, [row(one.iin) for one in known], good_only=False)
    first, second = known
    done = crossed(
        lambda: identity.locked([first.pk]),
        lambda: importing.work(run),
        lambda: identity.locked([second.pk]),
    )
    assert (done.state, done.taken) == (State.DONE, 2)


def test_who_is_deleted_as_an_orphan_meanwhile_is_made_anew(pool, branch, first_branch, known):
    run = decided(pool, branch, first_branch, [row(one.iin) for one in known], good_only=False)
    orphan = known[0]
    done = crossed(lambda: identity.locked([orphan.pk]), lambda: importing.work(run), orphan.delete)
    assert (done.state, done.taken) == (State.DONE, 2)
    assert Person.objects.filter(iin_hash=keyed_hash(orphan.iin), candidacies__isnull=False).count() == 1
