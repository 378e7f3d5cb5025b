"""Constituencies: the list, the form of one, and the import of a table that is judged before anything is saved."""

import io
from itertools import zip_longest

from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from campaigns import constituencies
from campaigns.admin.saving import SavedByDoor
from campaigns.constituency_sheet import COLUMNS, best, essential, judge
from campaigns.forms.constituencies import ConstituencyForm, TableForm
from campaigns.models import Campaign, Constituency
from campaigns.sheets import MAX_BYTES, Unreadable, tables
from federation.forms import whole_number
from federation.models import District, Region
from federation.refusals import Refused

SALT = "campaigns.constituencies"
VALID_SECONDS = 60 * 60 * 12
MOST_SEALED = 2_000_000  # characters; a form of Django takes 2.5 MB


@admin.register(Constituency)
class ConstituencyAdmin(SavedByDoor):
    form = ConstituencyForm
    fields = ("campaign", "body", "region", "district", "number", "name_kk", "name_ru", "voters")
    change_list_template = "campaigns/admin/constituency_list.html"
    list_display = ("number", "name_kk", "name_ru", "region", "district", "body", "campaign", "voters")
    list_display_links = ("number", "name_kk")
    list_filter = ("campaign", "body", "region")
    list_select_related = ("campaign", "body", "region", "district")
    search_fields = ("number", "name_kk__folded", "name_ru__folded")

    def get_readonly_fields(self, request, obj=None):
        return ("campaign",) if obj else ()

    def get_list_display(self, request):
        """Without the campaign, where all of them are of one."""
        of_one = "campaign__id__exact" in request.GET
        return [name for name in self.list_display if not (of_one and name == "campaign")]

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("import/<int:campaign>/", wrap(self.import_view), name="campaigns_constituency_import"),
            path("table/<int:campaign>/", wrap(self.template_view), name="campaigns_constituency_template"),
            *super().get_urls(),
        ]

    def write(self, request, form, formsets):
        constituencies.save(form.instance, request.user)

    def delete_model(self, request, obj):
        constituencies.remove(obj, request.user)

    def changelist_view(self, request, extra_context=None):
        imports = []
        if request.user.has_perm(self.move_permission):
            rows = Campaign.objects.exclude(bodies=None).distinct()
            chosen = whole_number(request.GET.get("campaign__id__exact"))
            rows = rows.filter(pk=chosen) if chosen else rows[:3]
            imports = [(one, reverse("admin:campaigns_constituency_import", args=[one.pk])) for one in rows]
        return super().changelist_view(request, {**(extra_context or {}), "imports": imports})

    # Import

    def import_view(self, request, campaign):
        """GET asks for a table; POST with one shows what would change; POST with that saves all of it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        campaign = get_object_or_404(Campaign, pk=campaign)
        form, sheet, sealed, reasons = TableForm(), None, "", []
        if request.method == "POST" and "sealed" in request.POST:
            try:
                rows = unsealed(request.POST["sealed"], request.user, campaign)
                new, changed = constituencies.import_rows(campaign, request.user, rows)
            except signing.BadSignature:
                reasons = [_("This page is too old. Choose the table once more.")]
            except Refused as refusal:
                reasons, sheet = refusal.reasons, judge(campaign, rows)
            else:
                said = _("Saved. New constituencies: %(new)s; changed: %(changed)s.")
                messages.success(request, said % {"new": new, "changed": changed})
                address = reverse("admin:campaigns_constituency_changelist")
                return HttpResponseRedirect(f"{address}?campaign__id__exact={campaign.pk}")
        elif request.method == "POST":
            form = TableForm(request.POST, request.FILES)
            if form.is_valid():
                try:
                    rows = read(form.cleaned_data["table"])
                    sheet, sealed = judge(campaign, rows), seal(essential(rows), request.user, campaign)
                except Unreadable as error:
                    form.add_error("table", str(error))
                    sheet = None
        return self.page(
            request,
            "import.html",
            title=_("Import constituencies"),
            status=409 if reasons else 200,
            campaign=campaign,
            form=form,
            sheet=sheet,
            sealed=sealed,
            reasons=reasons,
        )

    def template_view(self, request, campaign):
        """An empty XLSX with the headings; beside it the bodies, regions and districts, to copy from."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        campaign = get_object_or_404(Campaign, pk=campaign)
        book = Workbook()
        table, names = book.active, book.create_sheet("Атаулар · Названия")
        table.title = "Округтер · Округа"
        table.append([column.heading for column in COLUMNS.values()])
        names.append(
            [COLUMNS["body"].heading, COLUMNS["region"].heading, "", COLUMNS["district"].heading, ""]
        )
        bodies = [(body.name_kk,) for body in campaign.bodies.all()]
        regions = [(region.name_kk, region.name_ru) for region in Region.objects.all()]
        districts = [(one.name_kk, one.name_ru) for one in District.objects.order_by("region", "sort_key")]
        beside = zip_longest(bodies, regions, districts)
        for body, region, district in beside:
            names.append([*(body or ("",)), *(region or ("", "")), *(district or ("", ""))])
        for sheet in (table, names):
            for cell in sheet[1]:
                cell.font = Font(bold=True)
                sheet.column_dimensions[cell.column_letter].width = 34
        data = io.BytesIO()
        book.save(data)
        data.seek(0)
        return FileResponse(data, as_attachment=True, filename=f"constituencies-{campaign.slug}.xlsx")


def read(upload):
    """The table in an upload, as rows of text. Raises Unreadable."""
    if upload.size > MAX_BYTES:
        raise Unreadable(_("The file is larger than 5 MB."))
    return best(tables(upload.name, upload.read()))


def seal(rows, user, campaign):
    """The rows as signed text for a hidden field, good for `user` during a working day. Raises Unreadable."""
    text = signing.dumps([user.pk, campaign.pk, rows], salt=SALT, compress=True)
    if len(text) > MOST_SEALED:
        raise Unreadable(_("The table is too large. Divide it into several files."))
    return text


def unsealed(text, user, campaign):
    """The rows of `seal`; raises signing.BadSignature when they are of somebody or something else, or too old."""
    *owner, rows = signing.loads(text, salt=SALT, max_age=VALID_SECONDS)
    if owner != [user.pk, campaign.pk]:
        raise signing.BadSignature
    return rows
