"""A page for each move: GET says what will happen and asks, POST acts through `publishing`."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from appeals import erasing, publishing, silence
from appeals.admin.panel import panel
from appeals.comparison import agreement
from appeals.enums import Move, Status
from appeals.forms import PublishForm, ReasonForm, WithdrawForm
from appeals.models.publications import TOLD_ELSEWHERE
from appeals.moves import LEGAL, legal_moves, why_not
from federation.enums import Matter
from federation.forms import whole_number


@dataclass(frozen=True)
class MovePage:
    """How a move is called on its button, what its page says, and what it does.

    act(publication, by, version, place, **cleaned) calls the door. done: a sentence, or a function that makes it of
    what `act` returned. then: the move whose page follows, if legal.
    """

    button: str
    says: str
    done: str | Callable
    act: Callable
    form: type[forms.Form] = forms.Form
    then: Move | None = None


def published(edition):
    """Says that an edition is public, or from when on it will be."""
    if edition.public_from <= edition.published_at:
        return gettext("Published in both languages.")
    moment = date_format(timezone.localtime(edition.public_from), "DATETIME_FORMAT")
    return gettext("Scheduled, not yet published. Both languages become public at: %(moment)s.") % {
        "moment": moment
    }


def confirmed(count):
    """Says how many pairs of blocks were confirmed."""
    if not count:
        return gettext("Nothing was left to confirm.")
    said = ngettext("Confirmed: %(count)s pair of blocks.", "Confirmed: %(count)s pairs of blocks.", count)
    return said % {"count": count}


PAGES = {
    Move.SUBMIT: MovePage(
        pgettext_lazy("button", "Submit for review"),
        _("The publishers are told that the text waits for them."),
        _("Submitted for review."),
        lambda publication, by, version, place: publishing.submit(publication, by, version=version),
    ),
    Move.APPROVE: MovePage(
        pgettext_lazy("button", "Approve"),
        _("You vouch that the two languages say the same. The next page publishes the text."),
        _("Approved."),
        lambda publication, by, version, place: publishing.approve(publication, by, version=version),
        then=Move.PUBLISH,
    ),
    Move.PUBLISH: MovePage(
        pgettext_lazy("button", "Publish"),
        _("Both languages become public in one act, as a numbered edition that is never changed again."),
        published,
        lambda publication, by, version, place, **cleaned: publishing.publish(
            publication, by, version=version, **cleaned
        ),
        PublishForm,
    ),
    Move.RETURN: MovePage(
        pgettext_lazy("button", "Return for revision"),
        _("The text becomes a draft again. Its writers get your words by mail."),
        _("Returned for revision."),
        lambda publication, by, version, place, reason: publishing.send_back(
            publication, by, reason=reason, version=version
        ),
        ReasonForm,
    ),
    Move.UNSCHEDULE: MovePage(
        pgettext_lazy("button", "Take off the schedule"),
        _("The waiting edition will not become public. The text can be edited and published anew."),
        _("Taken off the schedule."),
        lambda publication, by, version, place: publishing.unschedule(publication, by),
    ),
    Move.WITHDRAW: MovePage(
        pgettext_lazy("button", "Withdraw"),
        _("Readers lose the text at once. Its address stays and shows the reason in both languages."),
        _("Withdrawn."),
        lambda publication, by, version, place, **cleaned: publishing.withdraw(publication, by, **cleaned),
        WithdrawForm,
    ),
    Move.RESTORE: MovePage(
        pgettext_lazy("button", "Restore"),
        _("Readers see the last edition again, as it was."),
        _("Restored."),
        lambda publication, by, version, place: publishing.restore(publication, by),
    ),
    Move.REDACT: MovePage(
        pgettext_lazy("button", "Remove the text for good"),
        _(
            "For personal data that must not stay. Readers lose the text at once; it is erased from every edition, the "
            "working copy, the history and the files, with its address. Numbers, dates and hashes stay. Nobody can "
            "bring it back. The reason is public: name nobody in it."
        ),
        _("The text is removed for good."),
        lambda publication, by, version, place, **cleaned: erasing.redact(publication, by, **cleaned),
        WithdrawForm,
    ),
    Move.PROPOSE_NEUTRAL: MovePage(
        pgettext_lazy("button", "Propose as neutral"),
        _(
            "You say why this is no campaign material. It stays marked until somebody else decides. An edit of the "
            "text makes the proposal void."
        ),
        _("Proposed. Somebody else decides."),
        lambda publication, by, version, place, reason: publishing.propose_neutral(
            publication, by, reason=reason
        ),
        ReasonForm,
    ),
    Move.ACCEPT_NEUTRAL: MovePage(
        pgettext_lazy("button", "Count as neutral"),
        _(
            "The mark «campaign material» is taken away: the item needs no imprint and keeps no silence. This holds "
            "for the text as it stands: the next edit of it brings the mark back."
        ),
        _("It is no campaign material any more."),
        lambda publication, by, version, place: publishing.accept_neutral(publication, by, version=version),
    ),
    Move.DECLINE_NEUTRAL: MovePage(
        pgettext_lazy("button", "Keep as campaign material"),
        _("The proposal is declined. Your reason is kept and shown in the history."),
        _("It stays campaign material."),
        lambda publication, by, version, place, reason: publishing.decline_neutral(
            publication, by, reason=reason
        ),
        ReasonForm,
    ),
    Move.CONFIRM: MovePage(
        pgettext_lazy("button", "Confirm that the languages agree"),
        _("You confirm that every pair of blocks without a difference says the same in both languages."),
        confirmed,
        lambda publication, by, version, place: publishing.confirm(
            publication, by, version=version, places={place} if place else None
        ),
    ),
    Move.OVERRIDE: MovePage(
        pgettext_lazy("button", "Accept the difference"),
        _("The difference at this block is meant. Your reason is kept and shown in the history."),
        _("The difference is accepted."),
        lambda publication, by, version, place, reason: publishing.accept_difference(
            publication, by, version=version, place=place, reason=reason
        ),
        ReasonForm,
    ),
}

# Moves that have a button on the text's page; the others belong to a block or to the history.
BUTTONS = (
    Move.SUBMIT, Move.APPROVE, Move.PUBLISH, Move.RETURN, Move.UNSCHEDULE, Move.WITHDRAW, Move.RESTORE, Move.REDACT,
    Move.PROPOSE_NEUTRAL, Move.ACCEPT_NEUTRAL, Move.DECLINE_NEUTRAL,
)  # fmt: skip
# Before these the person looks at both languages once more.
READ_AGAIN = (Move.SUBMIT, Move.APPROVE, Move.CONFIRM)
VOUCHING = (Move.APPROVE, Move.PUBLISH)
DECIDING = (Move.ACCEPT_NEUTRAL, Move.DECLINE_NEUTRAL)
NEXT = {Status.DRAFT: Move.SUBMIT, Status.IN_REVIEW: Move.APPROVE, Status.APPROVED: Move.PUBLISH}


def buttons(publication, user):
    """[(move value, label)] for the moves that `user` can make now."""
    legal = legal_moves(publication, user)
    return [(move.value, PAGES[move].button) for move in BUTTONS if move in legal]


def notes(publication):
    """What to know beforehand of its mark: what the imprint lacks, what somebody proposed. Sentences."""
    said = silence.imprint_reasons(publication)
    if proposal := publication.open_proposal:
        proposed = gettext("%(who)s proposed to count this as neutral: %(reason)s")
        said.append(proposed % {"who": proposal.proposed_by, "reason": proposal.reason})
    return said


def hint(publication, user):
    """What to know of the next step: who takes it, or what it means that this person does. "" for nothing."""
    if not publication.has_news_for_readers:
        return ""
    if publication.status != Status.DRAFT and not user.has_perm("appeals.decide_publication"):
        return gettext("The text waits for a publisher.")
    if user.has_perm("appeals.vouch_for_publication", publication) and user.pk in publication.writers():
        return gettext(
            "You wrote in this text yourself. If you also publish it, the history will show that nobody else looked "
            "at it."
        )
    decides = user.has_perm("appeals.decide_publication")
    if decides and not user.has_perm("appeals.vouch_for_publication", publication):
        # Said while it is a draft, too: this person will not find the button to approve.
        return gettext(
            "You wrote in this text since its last edition: somebody else has to approve and publish it."
        )
    return str(why_not(NEXT[publication.status], publication, user) or "")


def blockers(move, publication, state):
    """What has to be mended before the move: sentences. A review may still have open differences.

    state: the agreement of the languages. Files without a title and a missing imprint stop a publication, so the
    approver sees them.
    """
    if move == Move.RESTORE:
        return silence.imprint_reasons(publication)
    if move not in VOUCHING:
        return state.reasons if move == Move.SUBMIT and state.missing else []
    files = publishing.undescribed_files(publication)
    return [*state.reasons, *files, *silence.imprint_reasons(publication)]


def forbidden_now(move, publication):
    """Why a quiet period that holds now keeps this move from being made: sentences."""
    if move == Move.ACCEPT_NEUTRAL:
        return silence.unmark_reasons(Matter.CAMPAIGN)
    return silence.unquiet_reasons(publication) if move == Move.RESTORE else []


def cautions(move, publication):
    """What to know although it stops nobody from going on: sentences."""
    said = silence.unquiet_reasons(publication) if move == Move.PUBLISH else []
    if move in VOUCHING:
        said = [*said, *(sentence for notes in TOLD_ELSEWHERE for sentence in notes(publication))]
    return said


class MovePages:
    """Adds the pages of the moves to `PublicationAdmin`."""

    def get_urls(self):
        return [
            path(
                "<int:pk>/move/<str:move>/",
                self.admin_site.admin_view(self.move_view),
                name="appeals_publication_move",
            ),
            *super().get_urls(),
        ]

    def move_address(self, publication, move, place=""):
        address = reverse("admin:appeals_publication_move", args=[publication.pk, str(move)])
        return f"{address}?place={place}" if place else address

    def move_view(self, request, pk, move):
        """GET: the page of the move. POST: acts; a refusal shows the page again with the reasons."""
        publication = self.publication(request, pk)
        page = PAGES.get(move)
        if page is None:
            raise Http404
        move, user = Move(move), request.user
        if not user.has_perm(LEGAL[move].permission.replace("vouch_for", "decide")):
            raise PermissionDenied
        place = request.GET.get("place", "")
        options = {}
        if page.form is PublishForm:
            options = {"previous": publication.last_edition, "first_hour": publication.first_hour}
        form = page.form(request.POST or None, **options)
        refused = why_not(move, publication, user)
        reasons, status = [refused] if refused else forbidden_now(move, publication), 200
        if request.method == "POST" and not refused and form.is_valid():
            try:
                version = whole_number(request.POST.get("version"))
                if version is None:
                    raise Http404
                result = page.act(publication, user, version, place, **form.cleaned_data)
            except publishing.Refused as refusal:
                reasons = refusal.reasons
            else:
                messages.success(request, page.done(result) if callable(page.done) else page.done)
                return HttpResponseRedirect(self.after(publication, page, user))
        if request.method == "POST":
            status = 409 if reasons else 200
        state = agreement(publication)
        return self.page(
            request,
            "move.html",
            title=page.button,
            status=status,
            publication=publication,
            move=move,
            page=page,
            form=form,
            place=place,
            row=next(((part, row) for part, row in state.rows if part.label(row) == place), None),
            possible=not refused and not forbidden_now(move, publication),
            reasons=reasons,
            shown=panel(publication, user, buttons=False) if move in READ_AGAIN else None,
            blockers=blockers(move, publication, state),
            cautions=cautions(move, publication),
            proposal=publication.open_proposal if move in DECIDING else None,
            waives=move in VOUCHING and not refused and user.pk in publication.writers(),
            previous=publication.last_edition,
        )

    def after(self, publication, page, user):
        """Where to go when the move is made: to the page of the move that follows, else back to the text."""
        fresh = self.model.objects.get(pk=publication.pk)
        if page.then and why_not(page.then, fresh, user) is None:
            return self.move_address(fresh, page.then)
        return reverse("admin:appeals_publication_change", args=[publication.pk])
