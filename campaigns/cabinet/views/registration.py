"""A branch registers a candidate: the seat, then step after step, each saved for itself."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from campaigns.cabinet.base import cabinet_page, of_user, typed
from campaigns.cabinet.forms.fields import StepForm
from campaigns.cabinet.forms.papers import SCOPES, ConsentForm, DocumentForm
from campaigns.cabinet.forms.registration import FORMS
from campaigns.cabinet.forms.seats import SeatForm
from campaigns.cabinet.showing import Desk
from campaigns.candidates import access, registering
from campaigns.candidates.door import Overtaken
from campaigns.candidates.filing import whole
from campaigns.candidates.steps import STEP, STEPS
from campaigns.models import Pool
from federation.models import Organisation
from federation.parity import compare
from federation.refusals import Refused, WrongFile

PAGES = [step.name for step in STEPS if step.name != "overview"]


def branches_of(user):
    return list(Organisation.objects.filter(pk__in=access.places(user)["branch"]))


@cabinet_page(access.is_branch)
def choose(request):
    """The open pools: into which one the new candidate goes."""
    pools = Pool.objects.open().select_related("campaign", "body").order_by("closes_at", "pk")
    return render(request, "cabinet/choose.html", {"pools": pools})


@cabinet_page(access.is_branch)
@sensitive_post_parameters()
def begin(request, pool):
    """The seat of a new candidate; the draft is made when it is known."""
    pool = get_object_or_404(Pool.objects.select_related("campaign__rule_set", "body__rule_set"), pk=pool)
    if not pool.is_open():
        messages.info(request, registering.closed_at(pool))
        return redirect("cabinet:home")
    organisations = branches_of(request.user)
    form = SeatForm(data_of(request), pool=pool, organisations=organisations, shown=shown_of(request))
    if request.method == "POST" and form.is_bound and form.is_valid():
        try:
            candidacy = registering.begin(
                pool,
                request.user,
                organisation=form.cleaned_data.get("organisation") or organisations[0],
                **form.seat(),
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The draft is saved. You can go on now or later."))
            return redirect("cabinet:step", candidacy.pk, "person")
    context = {"form": form, "pool": pool, "step": STEP["seat"], "number": 1, "total": len(STEPS)}
    return render(request, "cabinet/step_seat.html", context)


@cabinet_page(access.is_branch)
@sensitive_post_parameters()
def step(request, pk, name):
    """One step of a registration. What cannot be changed any more is shown on the overview, with the reason."""
    candidacy = own(request, pk)
    if name not in PAGES:
        raise Http404
    desk = Desk(candidacy, request.user, here=name)
    may_open = desk.is_editable or (name == "documents" and desk.state in registering.TAKES_PAPERS)
    if request.method != "POST" and not may_open:
        messages.info(
            request,
            _("This cannot be changed now: the candidacy is “%(state)s”.") % {"state": desk.state.label},
        )
        return redirect("cabinet:candidate", candidacy.pk)
    return HANDLERS.get(name, fields)(request, candidacy, desk, name)


def own(request, pk):
    """The candidacy, if the person works for the branch that registered it; else Http404."""
    candidacy = of_user(request, pk)
    if not access.works_on(request.user, candidacy):
        raise Http404
    return candidacy


def fields(request, candidacy, desk, name):
    """A step that is columns of the row alone."""
    form = FORMS[name](typed(request), instance=candidacy)

    def save(cleaned):
        registering.write(candidacy, request.user, version=cleaned["version"], **form.values())

    if request.method == "POST" and saved(form, save, candidacy):
        return go_on(request, candidacy, name)
    more = {"compared": parity_of(candidacy)} if name == "texts" else {}
    return page(request, desk, name, form, **more)


def seat(request, candidacy, desk, name):
    organisations = [candidacy.registered_by]
    form = SeatForm(
        data_of(request),
        pool=desk.pool,
        organisations=organisations,
        candidacy=candidacy,
        shown=shown_of(request),
    )

    def save(cleaned):
        registering.write(candidacy, request.user, version=cleaned["version"] or 0, **form.seat())

    if request.method == "POST" and form.is_bound and saved(form, save, candidacy):
        return go_on(request, candidacy, name)
    return page(request, desk, name, form, pool=desk.pool)


def photo(request, candidacy, desk, name):
    form = FORMS[name](typed(request), request.FILES or None, instance=candidacy)

    @whole()
    def save(cleaned):
        fresh, version = candidacy, cleaned["version"]
        if cleaned["photo"] or cleaned["remove"]:
            upload = None if cleaned["remove"] else cleaned["photo"]
            fresh = registering.photograph(fresh, request.user, upload, version=version)
        elif candidacy.photo:
            fresh = registering.crop_photo(fresh, request.user, form.chosen_crop(), version=version)
        version = version if fresh is candidacy else fresh.version
        registering.write(fresh, request.user, version=version, **form.values())

    if request.method == "POST" and saved(form, save, candidacy):
        if form.cleaned_data["photo"] and not form.cleaned_data["remove"]:
            messages.success(request, _("The photo is saved. Choose the part that is shown."))
            return redirect("cabinet:step", candidacy.pk, name)
        return go_on(request, candidacy, name)
    return page(request, desk, name, form)


def consent(request, candidacy, desk, name):
    form = ConsentForm(typed(request), request.FILES or None, consent=desk.consent)

    def save(cleaned):
        registering.record_consent(
            candidacy,
            request.user,
            scope=cleaned["scope"],
            given_on=cleaned["given_on"],
            scan=cleaned["scan"],
        )

    if request.method == "POST" and saved(form, save, candidacy):
        return go_on(request, candidacy, name)
    return page(request, desk, name, form, scopes=SCOPES)


def documents(request, candidacy, desk, name):
    """The checklist of the rule set: each paper is added, replaced or taken away for itself."""
    codes = [row.code for row in desk.asked.documents]
    form, wrong = None, ""
    if request.method == "POST" and "remove" in request.POST:
        wrong = request.POST["remove"]
        document = desk.documents.get(wrong)
        try:
            if document:
                registering.detach(document, request.user)
            return said(request, _("The document is taken away."), candidacy, wrong)
        except Refused as refusal:
            messages.error(request, " ".join(refusal.reasons))
    elif request.method == "POST":
        form = DocumentForm(request.POST, request.FILES, codes=codes)
        wrong = request.POST.get("code", "")

        def save(cleaned):
            registering.attach(candidacy, request.user, cleaned["code"], cleaned["file"])

        if saved(form, save, candidacy):
            return said(request, _("The document is saved."), candidacy, wrong)
    papers = [(row, desk.documents.get(row.code)) for row in desk.asked.documents]
    return page(request, desk, name, form, papers=papers, wrong=wrong)


def said(request, sentence, candidacy, code):
    messages.success(request, sentence)
    response = redirect("cabinet:step", candidacy.pk, "documents")
    response["Location"] += f"#paper-{code}"
    return response


HANDLERS = {"seat": seat, "photo": photo, "consent": consent, "documents": documents}


# What the steps share


def data_of(request):
    """What a form of the seat is bound to: nothing while the person only asks for the constituencies of a region."""
    return None if "narrow" in request.POST else typed(request)


def shown_of(request):
    return request.POST if "narrow" in request.POST else None


def saved(form, save, candidacy):
    """Whether `save(cleaned_data)` saved the form; a refusal is told on it, and nothing typed is lost."""
    if not form.is_valid():
        return False
    try:
        save(form.cleaned_data)
    except Overtaken as refusal:
        candidacy.refresh_from_db()
        form.tell_overtaken(candidacy.version)
        refuse(form, refusal)
        return False
    except Refused as refusal:
        refuse(form, refusal)
        return False
    return True


def refuse(form, refusal):
    form.add_error(form.upload if isinstance(refusal, WrongFile) else None, refusal.reasons)


def go_on(request, candidacy, name):
    """To the next step, or back to the same one, as the pressed button says."""
    messages.success(request, _("Saved."))
    if "stay" in request.POST:
        return redirect("cabinet:step", candidacy.pk, name)
    following = [*PAGES, None][PAGES.index(name) + 1]
    if following is None or "overview" in request.POST:
        return redirect("cabinet:candidate", candidacy.pk)
    return redirect("cabinet:step", candidacy.pk, following)


def page(request, desk, name, form, **more):
    lines = form.lines() if isinstance(form, StepForm) else []
    for line in lines:
        line.remark = desk.remark(line.name)
    number = PAGES.index(name) + 1
    context = {
        "candidacy": desk.candidacy,
        "desk": desk,
        "form": form,
        "lines": lines,
        "step": STEP[name],
        "number": number,
        "total": len(STEPS),
        "previous": desk.parts[number - 2] if number > 1 else None,
        **more,
    }
    templates = [f"cabinet/step_{name}.html", "cabinet/step.html"]
    return render(request, templates, context, status=200)


def parity_of(candidacy):
    """[(name of the text, [ComparedRow that differs])] of the stored texts that stand in both languages."""
    found = []
    for stem in ("biography", "programme"):
        kk, ru = (paragraphs(getattr(candidacy, f"{stem}_{code}")) for code in ("kk", "ru"))
        if kk and ru:
            rows = [row for row in compare(kk, ru).rows if row.problems]
            label = candidacy._meta.get_field(stem).verbose_name
            found.append((label, rows))
    return found


def paragraphs(text):
    """A plain text as blocks for the comparison: a line is a paragraph."""
    return format_html_join("", "<p>{}</p>", ((line.strip(),) for line in text.splitlines() if line.strip()))
