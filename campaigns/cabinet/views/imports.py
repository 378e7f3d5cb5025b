"""Pages of the import: upload, report of the dry run with its progress, the empty table."""

import datetime

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.cabinet.base import cabinet_page, typed
from campaigns.cabinet.downloads import TYPES, table_response
from campaigns.cabinet.forms.imports import UploadForm, open_pools
from campaigns.candidates import access, importing, sheet
from campaigns.candidates.blank import blank_csv, blank_xlsx
from campaigns.candidates.columns import language
from campaigns.candidates.workbooks import as_csv
from campaigns.models import ImportRun
from federation.models import Organisation
from federation.refusals import Refused

ON_A_PAGE = 100
WISHES = ("now", "discard", "all", "good")
PATIENCE = datetime.timedelta(seconds=20)  # after which the person may do a worker's work


@cabinet_page(access.is_branch)
def imports(request):
    """The person's runs, and the upload of a table."""
    form = UploadForm(typed(request), request.FILES if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            run = importing.upload(form.cleaned_data.pop("pool"), request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("file", refusal.reasons)
        else:
            importing.start(run)
            return redirect("cabinet:import-run", run.pk)
    shown = {
        "form": form,
        "pools": open_pools(),
        "page": Paginator(own_runs(request.user).defer("report"), 20).get_page(request.GET.get("page")),
    }
    return render(request, "cabinet/imports.html", shown, status=422 if form.errors else 200)


def own_runs(user):
    runs = ImportRun.objects.filter(organisation__in=access.places(user)["branch"])
    return runs.select_related("pool__campaign", "pool__body", "organisation", "by")


def own_run(request, pk):
    """The run of that key, with its report; Http404 where it is another branch's."""
    run = own_runs(request.user).filter(pk=pk).first()
    if run is None:
        raise Http404
    return run


@cabinet_page(access.is_branch)
def import_run(request, pk):
    """The report of one run; while it is being worked on, how far that is."""
    run, reasons = own_run(request, pk), []
    if request.method == "POST":
        wish = request.POST.get("do")
        if wish not in WISHES:
            raise Http404
        try:
            act(run, request.user, wish)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            return redirect("cabinet:imports" if wish == "discard" else request.path)
        run = own_run(request, pk)
    found = sheet.problems(run.report)
    column = request.GET.get("column", "")
    columns = list(dict.fromkeys((entry["letter"], entry["column"]) for entry in found))
    if column:
        found = [entry for entry in found if entry["column"] == column]
    shown = {
        "run": run,
        "reasons": reasons,
        "counts": sheet.counted(run.report),
        "unknown": sheet.unknown(run.report),
        "columns": sorted(columns, key=lambda one: (len(one[0]), one)),
        "column": column,
        "page": Paginator(in_language(found), ON_A_PAGE).get_page(request.GET.get("page")),
        "works": run.state in importing.AT_WORK,
        "impatient": timezone.now() - run.at > PATIENCE,
    }
    return render(request, "cabinet/import_run.html", shown, status=409 if reasons else 200)


def act(run, user, wish):
    """What the buttons of a run do; wish: one of WISHES. Raises Refused."""
    if wish == "now":
        importing.work(run)
    elif wish == "discard":
        importing.discard(run, user)
    else:
        importing.start(importing.take(run, user, good_only=wish == "good"))


def in_language(problems):
    """The problems as dicts whose reason is a sentence of the active language."""
    return [{**entry, "reason": entry["reason"].get(language(), "")} for entry in problems]


@cabinet_page(access.is_branch)
def import_errors(request, pk):
    """The problems of a run as CSV."""
    head = [_("Row"), _("Column"), _("Heading"), _("Value"), _("What is wrong")]
    rows = [
        [str(entry["row"]), entry["letter"], entry["column"], entry["value"], entry["reason"]]
        for entry in in_language(sheet.problems(own_run(request, pk).report))
    ]
    return table_response(as_csv(head, rows), f"import-{pk}-errors", "csv")


@cabinet_page(access.is_branch)
def import_template(request, pool, kind):
    """The empty table of a pool, in the language of the page."""
    pool = get_object_or_404(open_pools(), pk=pool)
    if kind not in TYPES:
        raise Http404
    own = Organisation.objects.filter(pk__in=access.places(request.user)["branch"])
    data = blank_xlsx(pool, own) if kind == "xlsx" else blank_csv(pool)
    return table_response(data, f"candidates-{pool.campaign.slug}-{pool.body.code}", kind)
