"""What can be done with the record of a meeting in the cabinet, each on a page that says what comes of it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.forms.meetings import ReopenForm, SeenForm
from campaigns.meetings import access, holding
from campaigns.meetings.moves import Move, is_legal


@dataclass(frozen=True)
class Act:
    """A move with its page. form: its cleaned data go to the door by name."""

    move: Move
    label: str
    says: str
    done: str
    door: callable
    form: type = SeenForm


ACTS = {
    act.move.value: act
    for act in (
        Act(
            Move.CONFIRM,
            pgettext_lazy("button", "Confirm the record"),
            gettext_lazy(
                "You vouch for all that the record says, in both languages: date, people and their offices on that "
                "day, quotations word for word, answers. Whoever changes it afterwards makes it a draft again. Once "
                "the report is published, all readers see the names and offices of the participants."
            ),
            gettext_lazy("The record is confirmed. Now the meeting can be closed."),
            holding.confirm,
        ),
        Act(
            Move.CLOSE,
            pgettext_lazy("button", "Close the meeting"),
            gettext_lazy(
                "Nobody changes a closed record any more. It counts as evidence for tasks, and its report can be built."
            ),
            gettext_lazy("The meeting is closed. The federation's staff build its report."),
            holding.close,
        ),
        Act(
            Move.REOPEN,
            pgettext_lazy("button", "Open the record again"),
            gettext_lazy(
                "The record is confirmed and closed anew afterwards, and the report built and published anew."
            ),
            gettext_lazy("The record is a draft again. Readers still see what was published."),
            holding.reopen,
            ReopenForm,
        ),
        Act(
            Move.DISCARD,
            pgettext_lazy("button", "Discard the record"),
            gettext_lazy("It leaves all lists. Its history stays."),
            gettext_lazy("The record is discarded."),
            holding.discard,
        ),
    )
}


def is_offered(act, meeting, user, lacks):
    """Whether the record's page shows the `Act` to who may write it. lacks: of `holding.missing`."""
    possible = {
        Move.DISCARD: lambda: holding.may_be_discarded(meeting),
        Move.CONFIRM: lambda: not lacks,
        Move.REOPEN: lambda: access.reopens(user),
    }
    return is_legal(act.move, meeting.state) and possible.get(act.move, lambda: True)()
