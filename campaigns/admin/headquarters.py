"""Headquarters and people in public offices in the administration. Volunteers stand in the cabinet alone."""

from django import forms
from django.contrib import admin
from django.db.models import Case, F, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from campaigns.admin.saving import SavedByDoor
from campaigns.enums import Function, Tier
from campaigns.forms.headquarters import (
    CloseForm,
    HeadquartersForm,
    HolderForm,
    NewOfficeForm,
    OfficeForm,
    PostForm,
    RowFormSet,
    SucceedForm,
)
from campaigns.headquarters import access, offices, staffing
from campaigns.models import Headquarters, Office, OfficeHolder, Post
from federation.admin.moves import MovePage

DEPTHS = {tier: depth for depth, tier in enumerate(Tier)}


class PostInline(admin.TabularInline):
    model = Post
    form = PostForm
    formset = RowFormSet
    autocomplete_fields = ("holder",)
    extra = 0


class WorkingFilter(admin.SimpleListFilter):
    title = pgettext_lazy("of headquarters", "works")
    parameter_name = "works"

    def lookups(self, request, model_admin):
        return [("yes", gettext_lazy("works today")), ("closed", gettext_lazy("closed or not begun"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        working = queryset.filter(opened_on__lte=today).exclude(closed_on__lt=today)
        if self.value() == "yes":
            return working
        if self.value() == "closed":
            return queryset.exclude(pk__in=working.values("pk"))
        return queryset


@admin.register(Headquarters)
class HeadquartersAdmin(SavedByDoor):
    form = HeadquartersForm
    inlines = (PostInline,)
    change_form_template = "campaigns/admin/headquarters_form.html"
    autocomplete_fields = ("parent", "district", "organisation")
    autocomplete_in_moves = {"holder": Post._meta.get_field("holder")}
    list_display = ("heading", "tier", "region", "head", "works_until", "campaign")
    list_filter = ("campaign", "tier", WorkingFilter, "region")
    list_select_related = ("campaign", "region")
    search_fields = ("name_kk__folded", "name_ru__folded", "address_kk__folded", "address_ru__folded")
    view_on_site = False
    fieldsets = (
        (None, {"fields": ("campaign", "tier", "parent", ("region", "district"), "organisation")}),
        (
            gettext_lazy("Name and contacts"),
            {
                "classes": ("pairs",),
                "fields": (
                    ("name_kk", "name_ru"),
                    ("address_kk", "address_ru"),
                    ("hours_kk", "hours_ru"),
                    ("phone", "hotline"),
                    "email",
                ),
            },
        ),
        (pgettext_lazy("of a headquarters", "Days"), {"fields": ("opened_on",)}),
    )
    moves = (
        MovePage(
            name="succeed",
            label=pgettext_lazy("button", "New head"),
            form=SucceedForm,
            act=lambda row, by, cleaned: staffing.succeed(row, by, **cleaned),
            done=gettext_lazy("The new head is entered; the former head's post ends on the eve."),
            shown=lambda row, user: row.closed_on is None,
            explanation=gettext_lazy(
                "The former head's post ends on the eve of the first day of the new one. Somebody who is not on the "
                "list of office holders yet is entered there first."
            ),
        ),
        MovePage(
            name="close",
            label=pgettext_lazy("button", "Close the headquarters"),
            form=CloseForm,
            act=lambda row, by, cleaned: staffing.close(row, by, last_day=cleaned["last_day"]),
            done=gettext_lazy("The headquarters is closed with that day."),
            shown=lambda row, user: row.closed_on is None,
            explanation=gettext_lazy(
                "With its last day all posts end, and observers and volunteers leave; their names and phones are "
                "erased the night after. The page stays and says until when the headquarters worked."
            ),
            dangerous=True,
        ),
        MovePage(
            name="reopen",
            label=pgettext_lazy("button", "Open the headquarters again"),
            form=forms.Form,
            act=lambda row, by, cleaned: staffing.reopen(row, by),
            done=gettext_lazy("The headquarters works again."),
            shown=lambda row, user: row.closed_on is not None,
            explanation=gettext_lazy("Contacts stay as they were; people and volunteers are entered anew."),
        ),
    )

    def get_list_display(self, request):
        """Without the campaign, where all of them are of one."""
        of_one = "campaign__id__exact" in request.GET
        return [name for name in self.list_display if not (of_one and name == "campaign")]

    # The list: as the tree goes, from the republican one down, region by region

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("posts__holder")

    def get_ordering(self, request):
        code = get_language() or "kk"
        region = F(f"region__sort_key_{code}").asc(nulls_first=True)
        depth = Case(*(When(tier=tier, then=Value(number)) for tier, number in DEPTHS.items()))
        return ("-campaign__voting_on", "campaign", region, depth, f"sort_key_{code}", "pk")

    @admin.display(description=gettext_lazy("name"))
    def heading(self, row):
        return "– " * DEPTHS[Tier(row.tier)] + str(row)

    @admin.display(description=Function.HEAD.label)
    def head(self, row):
        today = timezone.localdate()
        held = [
            post
            for post in row.posts.all()
            if post.function == Function.HEAD
            and post.from_date <= today
            and (post.until_date is None or post.until_date >= today)
        ]
        return held[0].holder if held else "—"

    @admin.display(description=gettext_lazy("last day"), ordering="closed_on")
    def works_until(self, row):
        return date_format(row.closed_on, "SHORT_DATE_FORMAT") if row.closed_on else ""

    # The form

    def get_readonly_fields(self, request, obj=None):
        return ("campaign",) if obj else ()

    def has_delete_permission(self, request, obj=None):
        return False  # it is closed

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        for field in form.base_fields.values():
            for way in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
                if hasattr(field.widget, way):
                    setattr(field.widget, way, False)
        return form

    def write(self, request, form, formsets):
        posts, removed = formsets[0].rows() if formsets else ((), ())
        staffing.save(form.instance, request.user, posts=posts, removed=removed)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and access.keeps(request.user, obj):
            context["cabinet"] = reverse("cabinet:headquarters-one", args=[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)


class OfficeInline(admin.StackedInline):
    model = Office
    form = OfficeForm
    formset = RowFormSet
    extra = 0
    fieldsets = (
        (
            None,
            {
                "classes": ("pairs",),
                "fields": (("title_kk", "title_ru"), ("from_date", "until_date"), "order"),
            },
        ),
    )


@admin.register(OfficeHolder)
class OfficeHolderAdmin(SavedByDoor):
    form = HolderForm
    inlines = (OfficeInline,)
    move_permission = "campaigns.keep_offices"
    autocomplete_fields = ("account",)
    list_display = ("full_name_kk", "full_name_ru", "titles")
    list_display_links = ("full_name_kk", "full_name_ru")
    search_fields = ("full_name_kk__folded", "full_name_ru__folded", "offices__title_kk__folded")
    view_on_site = False
    fieldsets = ((None, {"classes": ("pairs",), "fields": (("full_name_kk", "full_name_ru"), "account")}),)
    moves = (
        MovePage(
            name="new-office",
            label=pgettext_lazy("button", "New office"),
            form=NewOfficeForm,
            act=lambda holder, by, cleaned: offices.new_office(holder, by, **cleaned),
            done=gettext_lazy("The new office is entered; the former stays for the days before."),
            explanation=gettext_lazy(
                "The former office ends on the eve. Pages that speak of an earlier day keep the office of that day; a "
                "changed line of the list would rewrite it."
            ),
        ),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("offices")

    @admin.display(description=gettext_lazy("office today"))
    def titles(self, holder):
        return holder.titles_on(timezone.localdate()) or "—"

    def has_delete_permission(self, request, obj=None):
        return False  # reports and histories name them

    def get_fieldsets(self, request, obj=None):
        """Accounts are chosen by who sees the list of them."""
        if request.user.has_perm("federation.view_user"):
            return super().get_fieldsets(request, obj)
        return [(None, {"classes": ("pairs",), "fields": (("full_name_kk", "full_name_ru"),)})]

    def write(self, request, form, formsets):
        written, removed = formsets[0].rows() if formsets else ((), ())
        offices.save(form.instance, request.user, offices=written, removed=removed)
