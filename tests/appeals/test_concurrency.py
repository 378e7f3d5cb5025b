"""Two people at the same moment: parallel connections, one outcome."""

import threading

import pytest
from django.db import connection
from django.utils import translation

from appeals import publishing
from appeals.enums import Kind, Move
from tests.appeals.conftest import fresh
from tests.appeals.texts import TEXTS


def together(*acts):
    """Runs the acts at once, each in a thread with a connection of its own. Returns their results or Refused."""
    barrier, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        try:
            barrier.wait()
            with translation.override("en"):
                outcomes[index] = act()
        except publishing.Refused as refusal:
            outcomes[index] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.django_db(transaction=True)
def test_two_publish_at_once(approved, publisher, second_publisher):
    outcomes = together(
        lambda: publishing.publish(fresh(approved), publisher),
        lambda: publishing.publish(fresh(approved), second_publisher),
    )
    refused = [outcome for outcome in outcomes if isinstance(outcome, publishing.Refused)]
    assert len(refused) == 1
    assert "nothing new" in str(refused[0])
    assert approved.editions.count() == 1
    assert approved.moves.filter(move=Move.PUBLISH).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_save_at_once(draft, editor, second_editor):
    outcomes = together(
        lambda: publishing.save_text(draft, editor, version=draft.version, title_kk="Бірінші атау"),
        lambda: publishing.save_text(draft, second_editor, version=draft.version, title_kk="Екінші атау"),
    )
    (conflict,) = [outcome for outcome in outcomes if isinstance(outcome, publishing.Conflict)]
    assert conflict.current.title_kk == fresh(draft).title_kk
    assert fresh(draft).version == draft.version + 1


@pytest.mark.django_db(transaction=True)
def test_an_edit_and_an_approval_at_once(in_review, editor, publisher):
    seen = in_review.version
    together(
        lambda: publishing.approve(in_review, publisher, version=seen),
        lambda: publishing.save_text(in_review, editor, version=seen, title_kk="Басқа атау"),
    )
    publication = fresh(in_review)
    # Whoever came first: an approval never stands on a text that the approver did not read.
    assert (publication.version, publication.status) == (seen + 1, "draft")


@pytest.mark.django_db(transaction=True)
def test_two_create_the_same_title_at_once(editor, second_editor):
    outcomes = together(
        *(lambda by=by: publishing.create(by, kind=Kind.NEWS, **TEXTS) for by in (editor, second_editor))
    )
    assert len({publication.slug for publication in outcomes}) == 2
