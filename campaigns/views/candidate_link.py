"""The private page of a candidate, behind a link that was mailed: what was entered, and their own word on it."""

from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from campaigns.candidates import changing, confirming, erasing
from campaigns.candidates.completeness import asked_of
from campaigns.candidates.confirming import consent_of, fingerprint
from campaigns.candidates.linking import link_of
from campaigns.candidates.moves import Move, is_legal
from campaigns.candidates.photos import cropped
from campaigns.candidates.steps import ALWAYS_SHOWN, PUBLIC_WITH
from campaigns.enums import Scope
from campaigns.models import Candidacy
from campaigns.models.papers import CONSENT, PATH_SOURCE
from federation.refusals import Refused

PHOTO_WIDTH = 320


def private(view):
    """Never kept by anybody, never indexed; unknown, expired and closed links answer alike.

    The address is a key: to others the browser names the origin alone. (`no-referrer` would take the origin from the
    form, too, and with it Django's proof that the form is ours.)
    """

    @never_cache
    @sensitive_post_parameters()
    @sensitive_variables("token")
    @wraps(view)
    def guarded(request, token, **more):
        link = link_of(token)
        if link is None:
            response = render(request, "campaigns/candidate_link_closed.html", status=410)
        else:
            response = view(request, link, **more)
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


@private
def link(request, link):
    """Shows what readers will see and what stays private; takes the candidate's word."""
    reasons, text, ticked = [], "", Scope.values
    if request.method == "POST":
        act = next((name for name in ACTS if name in request.POST), None)
        text = request.POST.get("text", "")
        if act == "confirm":
            ticked = request.POST.getlist("scope")
        try:
            if act:
                messages.success(request, ACTS[act](request, link))
                return redirect(request.path)
        except Refused as refusal:
            reasons = refusal.reasons
        fresh = link_of(request.resolver_match.kwargs["token"])
        if fresh is None:
            return render(request, "campaigns/candidate_link_closed.html", status=410)
        link = fresh
    return render(request, "campaigns/candidate_link.html", shown(link, reasons, text, ticked))


@private
def photo(request, link):
    """The photo as readers would see it."""
    if not link.candidacy.photo:
        raise Http404
    try:
        return HttpResponse(cropped(link.candidacy, PHOTO_WIDTH), content_type="image/jpeg")
    except FileNotFoundError as error:
        raise Http404 from error


def confirm(request, link):
    scope = [value for value in request.POST.getlist("scope") if value in Scope.values]
    confirming.confirm(
        link, shown=request.POST.get("shown", ""), scope=scope, settled="settled" in request.POST
    )
    return _("Thank you. You have confirmed your data and the consent.")


def object_to(request, link):
    confirming.object_to(link, request.POST.get("text", ""))
    return _("Your remark was sent to the branch. When it is mended you get a new link to confirm.")


def withdraw(request, link):
    if "sure" not in request.POST:
        raise Refused(_("Tick that you withdraw the consent."))
    erasing.withdraw_consent(link.candidacy)
    return _("Your consent is withdrawn. What was published of you is taken from the pages now.")


def confirm_change(request, link):
    change = changing.open_change(link.candidacy)
    if change is None or str(change.pk) != request.POST["confirm-change"]:
        raise Refused(_("This change was settled meanwhile."))
    changing.confirm(link, change)
    return _("You have confirmed the change. Headquarters decide on it now.")


ACTS = {"confirm": confirm, "object": object_to, "withdraw": withdraw, "confirm-change": confirm_change}


def shown(link, reasons, text, ticked):
    candidacy = link.candidacy
    consent = consent_of(candidacy)
    change = changing.open_change(candidacy)
    return {
        "candidacy": candidacy,
        "consent": consent,
        "link": link,
        "reasons": reasons,
        "text": text,
        "ticked": ticked,
        "objections": candidacy.remarks.objections(),
        "fingerprint": fingerprint(candidacy),
        "always": public_rows(candidacy, ALWAYS_SHOWN),
        "scopes": [
            (scope, public_rows(candidacy, PUBLIC_WITH[scope]))
            for scope in Scope
            if consent and scope in consent.scope
        ],
        "withheld": [scope for scope in Scope if consent and scope not in consent.scope],
        "private": private_rows(candidacy),
        "is_live": is_legal(Move.CONFIRM, candidacy.known_state),
        "change": change,
        "differences": changing.differences(change) if change else [],
        "longest": confirming.LONGEST_OBJECTION,
    }


def public_rows(candidacy, names):
    """[(label, language, value)] of the fields that hold something; the photo is shown for itself."""
    rows = []
    for name in names:
        if name in ("photo", "photo_crop"):
            continue
        if name == "birth_date":
            born = candidacy.person and candidacy.person.birth_date
            rows.append((_("date of birth"), "", date_format(born) if born else ""))
            continue
        value = getattr(candidacy, name)
        if name == "planks":
            value = "; ".join(str(plank) for plank in value.all())
        elif name in ("system", "nominator"):
            value = getattr(candidacy, f"get_{name}_display")()
        language = name[-2:] if name[-3:] in ("_kk", "_ru") else ""
        stem = name[:-3] if language else name
        rows.append((Candidacy._meta.get_field(stem).verbose_name, language, value))
    return [row for row in rows if row[2]]


def private_rows(candidacy):
    """What stays private: their own e-mail and phone in full, of the rest only that it is there."""
    kept = [
        (_("IIN"), number(candidacy.person)),
        (_("e-mail"), candidacy.email),
        (_("phone"), candidacy.phone),
        (_("address"), _("given, not shown here") if candidacy.address else ""),
        (
            _("answers to the questions of the law"),
            _("given, not shown here") if candidacy.bars is not None else "",
        ),
    ]
    kept.append((_("documents"), "; ".join(papers(candidacy))))
    return [row for row in kept if row[1]]


def number(person):
    """The end of the IIN with what it says of the person, who would notice another's; "" without one."""
    if person is None or not person.iin:
        return ""
    born = _("Born on %(day)s, woman") if person.is_woman else _("Born on %(day)s, man")
    return f"•••• •••• {person.iin[-4:]} · {born % {'day': date_format(person.birth_date)}}"


def papers(candidacy):
    """The kinds of the papers about the candidate that are there, never what they say.

    Without the sources of steps after the pool: they are of the commission, and a step may not be announced yet.
    """
    names = {CONSENT: _("signed consent"), **{row.code: str(row) for row in asked_of(candidacy).documents}}
    present = candidacy.documents.filter(removed_at=None).exclude(code=PATH_SOURCE)
    codes = present.order_by("uploaded_at", "pk").values_list("code", flat=True)
    return [names.get(code, code) for code in dict.fromkeys(codes)]
