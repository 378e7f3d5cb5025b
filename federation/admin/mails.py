"""The outbox, to read and to decide: what is in trouble stands first."""

from django.contrib import admin
from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation.admin.moves import MovePage, ReadOnly, WithMoves
from federation.forms import ConfirmForm
from federation.logs import without_keys
from federation.models import Mail
from federation.models.mail import MailState
from federation.outbox import deciding

TROUBLE_FIRST = Case(
    When(state__in=[MailState.DOUBTFUL, MailState.REFUSED], erased_at=None, then=Value(0)),
    default=Value(1),
    output_field=IntegerField(),
).asc()


class TroubleFilter(admin.SimpleListFilter):
    title = _("what needs a decision")
    parameter_name = "trouble"

    def lookups(self, request, model_admin):
        return [("yes", _("perhaps sent, or refused"))]

    def queryset(self, request, queryset):
        return queryset.troubled() if self.value() == "yes" else queryset


@admin.register(Mail)
class MailAdmin(ReadOnly, WithMoves, admin.ModelAdmin):
    move_permission = "federation.manage_mail"
    fields = (
        "to_shown",
        "subject_shown",
        "state",
        "trouble_shown",
        "ways_shown",
        "attempts",
        "queued_at",
        "sent_at",
        "text_shown",
        "erased_at",
    )
    readonly_fields = ("to_shown", "subject_shown", "trouble_shown", "ways_shown", "text_shown")
    list_display = ("number_shown", "to_shown", "subject_shown", "state", "attempts", "queued_at", "sent_at")
    list_filter = (TroubleFilter, "state", "queued_at")
    search_fields = ("to", "subject")
    show_full_result_count = False
    moves = (
        MovePage(
            name="again",
            label=_("Send again"),
            explanation=_(
                "The mail goes out once more. If the answer of the mail server was lost, the recipient may have it "
                "already and gets it twice."
            ),
            form=ConfirmForm,
            act=lambda mail, by, data: deciding.send_again(mail, by),
            done=_("The mail is on the queue again."),
            shown=lambda mail, user: deciding.can_send_again(mail),
        ),
        MovePage(
            name="delivered",
            label=_("It was delivered"),
            explanation=_(
                "The mail is noted as sent and does not go out again. "
                "Ask the recipient, or look into the log of the mail server, before you confirm this."
            ),
            form=ConfirmForm,
            act=lambda mail, by, data: deciding.was_delivered(mail, by),
            done=_("The mail is noted as sent."),
            shown=lambda mail, user: deciding.can_call_delivered(mail),
        ),
        MovePage(
            name="drop",
            label=_("Do not send"),
            explanation=_(
                "The mail does not go out and needs no decision any more. It can be sent again later."
            ),
            form=ConfirmForm,
            act=lambda mail, by, data: deciding.drop(mail, by),
            done=_("The mail is not sent."),
            shown=lambda mail, user: deciding.can_drop(mail),
            dangerous=True,
        ),
    )

    def get_ordering(self, request):
        return [TROUBLE_FIRST, "-queued_at", "-pk"]

    @admin.display(description=_("number"), ordering="pk")
    def number_shown(self, mail):
        return f"№ {mail.pk}"

    def get_search_results(self, request, queryset, search_term):
        """A search by an address tells nobody who applied or subscribed."""
        found = queryset.filter(private=False) if search_term else queryset
        return super().get_search_results(request, found, search_term)

    @admin.display(description=Mail._meta.get_field("to").verbose_name, ordering="to")
    def to_shown(self, mail):
        """Of somebody outside the domain alone: enough to see which mail server refuses."""
        return f"…@{mail.to.rpartition('@')[2]}" if mail.private and mail.to else mail.to

    @admin.display(description=Mail._meta.get_field("subject").verbose_name, ordering="subject")
    def subject_shown(self, mail):
        return _("to somebody outside") if mail.private else mail.subject

    @admin.display(description=Mail._meta.get_field("trouble").verbose_name)
    def trouble_shown(self, mail):
        """Mail servers speak English, and quote the address that they refuse."""
        if not mail.trouble:
            lost = mail.state == MailState.DOUBTFUL
            return (
                gettext("The background service stopped before the mail server had answered.")
                if lost
                else "–"
            )
        said = mail.trouble.replace(mail.to, "…") if mail.private and mail.to else mail.trouble
        return gettext("Word for word, as it was told while the mail was sent: “%(said)s”.") % {
            "said": said.rstrip(".")
        }

    @admin.display(description=_("what can be done"))
    def ways_shown(self, mail):
        """What each button above does."""
        ways = [move for move in self.moves if move.shown(mail, None)]
        said = [
            gettext("“%(button)s”: %(what)s") % {"button": way.label, "what": way.explanation} for way in ways
        ]
        return "\n".join(said) or "–"

    @admin.display(description=Mail._meta.get_field("text").verbose_name)
    def text_shown(self, mail):
        """Whoever administers mails must not come in by the private link of somebody else."""
        return _("Only the recipient reads this mail.") if mail.private else without_keys(mail.text)
