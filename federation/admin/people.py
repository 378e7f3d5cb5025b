"""People, memberships, invitations. Whatever changes roles or access is a page of a move."""

from django.contrib import admin
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from federation import forms, invitations, memberships
from federation.admin.moves import MovePage, ReadOnly, WithMoves
from federation.enums import Role
from federation.models import Invitation, Membership, User
from federation.models.audit import record
from federation.models.memberships import today

PLACES = {
    "organisation": Membership._meta.get_field("organisation"),
    "to": Membership._meta.get_field("user"),
}


class CurrentFilter(admin.SimpleListFilter):
    title = _("in force")
    parameter_name = "current"

    def lookups(self, request, model_admin):
        return [("yes", _("today")), ("no", _("past or to come"))]

    def queryset(self, request, queryset):
        current = Membership.objects.current()
        if self.value() == "yes":
            return queryset.filter(pk__in=current.values("pk"))
        return queryset.exclude(pk__in=current.values("pk")) if self.value() == "no" else queryset


class RoleFilter(admin.SimpleListFilter):
    title = _("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return Role.choices

    def queryset(self, request, queryset):
        return queryset.holding(self.value()) if self.value() else queryset


class EndsFilter(admin.SimpleListFilter):
    title = _("end")
    parameter_name = "ends"

    def lookups(self, request, model_admin):
        return [("soon", _("not accepted, ends soon or has ended"))]

    def queryset(self, request, queryset):
        return queryset.filter(pk__in=Invitation.objects.ending().values("pk")) if self.value() else queryset


class MembershipInline(ReadOnly, admin.TabularInline):
    model = Membership
    fields = ("role", "organisation", "region", "from_date", "until_date", "stands_in_for")
    readonly_fields = ("stands_in_for",)
    extra = 0
    show_change_link = True

    def get_queryset(self, request):
        related = ("organisation", "region", "stands_in_for__organisation", "stands_in_for__region")
        return super().get_queryset(request).select_related(*related)


@admin.register(User)
class UserAdmin(WithMoves, admin.ModelAdmin):
    fields = (("full_name_kk", "full_name_ru"), "email", "language", "works", "last_login", "date_joined")
    readonly_fields = ("email", "works", "last_login", "date_joined")
    inlines = (MembershipInline,)
    list_display = ("full_name_kk", "full_name_ru", "email", "roles_now", "works", "last_login")
    list_filter = (RoleFilter, "is_active", "language")
    search_fields = ("full_name_kk__folded", "full_name_ru__folded", "email")
    show_full_result_count = False
    autocomplete_in_moves = PLACES

    def lookup_allowed(self, lookup, value, request):
        """A filter in the address must not let anybody guess a password's hash."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    moves = (
        MovePage(
            name="grant",
            label=_("Grant a role"),
            form=forms.GrantForm,
            act=lambda user, by, data: memberships.grant(user, by=by, **data),
            done=_("The role is granted; the person gets a letter."),
            shown=lambda user, by: user.is_active,
        ),
        MovePage(
            name="reset-second-factor",
            label=_("Reset the second factor"),
            form=forms.ReasonForm,
            act=lambda user, by, data: memberships.reset_second_factor(user, by=by, **data),
            done=_("The second factor is removed; the person gets a letter."),
            shown=lambda user, by: user != by and user.authenticator_set.exists(),
            explanation=_("Make sure by telephone or face to face that the person asks for this."),
            dangerous=True,
        ),
        MovePage(
            name="deactivate",
            label=_("Close the account"),
            form=forms.ReasonForm,
            act=lambda user, by, data: memberships.deactivate(user, by=by, **data),
            done=_("The account is closed, its roles have ended."),
            shown=lambda user, by: user.is_active,
            explanation=_(
                "The person can no longer log in, and every role ends at once. "
                "Name a substitute first if the work goes on."
            ),
            dangerous=True,
        ),
        MovePage(
            name="reactivate",
            label=_("Open the account again"),
            form=forms.ConfirmForm,
            act=lambda user, by, data: memberships.reactivate(user, by=by),
            done=_("The account is open; grant its roles anew."),
            shown=lambda user, by: not user.is_active,
        ),
    )

    def list_buttons(self, request):
        """The way to the one page by which people come."""
        if not request.user.has_perm("federation.manage_people"):
            return []
        return [(InvitationAdmin.list_moves[0], reverse("admin:federation_invitation_invite"))]

    def get_queryset(self, request):
        current = Prefetch("memberships", Membership.objects.current(), to_attr="current_memberships")
        return super().get_queryset(request).prefetch_related(current)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.changed_data:
            record(request.user, "user.change", obj, fields=form.changed_data)

    @admin.display(description=_("roles"))
    def roles_now(self, user):
        return ", ".join(str(membership.get_role_display()) for membership in user.current_memberships)

    @admin.display(description=_("active"), ordering="is_active")
    def works(self, user):
        """In words: the admin's icon is read aloud in English."""
        return _("Yes") if user.is_active else _("No")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def said_of_end(data):
    """data: of EndForm."""
    if data["last_day"]:
        return gettext("The role ends after its last day; the person gets a letter.")
    return gettext("The role has ended; the person gets a letter.")


def not_over(membership, by):
    return membership.until_date is None or membership.until_date >= today()


@admin.register(Membership)
class MembershipAdmin(WithMoves, ReadOnly, admin.ModelAdmin):
    fields = ("user", "role", "organisation", "region", "from_date", "until_date", "stands_in_for")
    readonly_fields = ("stands_in_for",)
    list_display = ("user", "role", "organisation", "region", "from_date", "until_date")
    list_filter = (CurrentFilter, "role", "region")
    list_select_related = ("user", "organisation", "region")
    search_fields = (
        "user__full_name_kk__folded",
        "user__full_name_ru__folded",
        "user__email",
        "organisation__name_kk__folded",
        "organisation__name_ru__folded",
    )
    show_full_result_count = False
    autocomplete_in_moves = PLACES
    moves = (
        MovePage(
            name="substitute",
            label=_("Put somebody in this place"),
            form=forms.SubstituteForm,
            act=lambda membership, by, data: memberships.substitute(membership, by=by, **data),
            done=_("The substitute has the role; both get a letter."),
            shown=not_over,
        ),
        MovePage(
            name="end",
            label=_("End the role"),
            form=forms.EndForm,
            act=lambda membership, by, data: memberships.end(membership, by=by, **data),
            done=said_of_end,
            shown=not_over,
            dangerous=True,
        ),
    )


@admin.register(Invitation)
class InvitationAdmin(WithMoves, ReadOnly, admin.ModelAdmin):
    fields = (
        "email",
        ("full_name_kk", "full_name_ru"),
        "language",
        "role",
        ("organisation", "region"),
        ("from_date", "until_date"),
        "invited_by",
        ("created_at", "expires_at"),
        ("accepted_at", "accepted_by"),
        "cancelled_at",
    )
    list_display = (
        "email",
        "full_name_kk",
        "role",
        "created_at",
        "expires_at",
        "accepted_at",
        "cancelled_at",
    )
    list_filter = (EndsFilter, "role", "language")
    search_fields = ("email", "full_name_kk__folded", "full_name_ru__folded")
    autocomplete_in_moves = PLACES
    list_moves = (
        MovePage(
            name="invite",
            label=_("Invite somebody"),
            form=forms.InviteForm,
            act=lambda nothing, by, data: invitations.invite(by=by, **data),
            done=_("The invitation is on its way."),
        ),
    )
    moves = (
        MovePage(
            name="send-again",
            label=_("Send again"),
            form=forms.ConfirmForm,
            act=lambda invitation, by, data: invitations.send_again(invitation, by=by),
            done=_("A fresh invitation is on its way."),
            shown=lambda invitation, by: not invitation.accepted_at and not invitation.cancelled_at,
            explanation=_("A new link is sent, valid for 14 days. The older link stops working."),
        ),
        MovePage(
            name="cancel",
            label=_("Cancel the invitation"),
            form=forms.ConfirmForm,
            act=lambda invitation, by, data: invitations.cancel(invitation, by=by),
            done=_("The invitation is cancelled."),
            shown=lambda invitation, by: not invitation.accepted_at and not invitation.cancelled_at,
            dangerous=True,
        ),
    )
