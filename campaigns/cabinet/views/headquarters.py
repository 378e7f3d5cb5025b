"""Headquarters in the cabinet: those that the person keeps; contacts, people and their offices."""

import itertools

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.cabinet.base import cabinet_page, typed
from campaigns.cabinet.forms.headquarters import (
    AgreedForm,
    HeadquartersForm,
    LastDayForm,
    NewOfficeForm,
    PersonForm,
)
from campaigns.enums import Function, Tier
from campaigns.headquarters import access, offices, staffing, tree, volunteers
from campaigns.models import Headquarters, Office, OfficeHolder
from federation.models import Region
from federation.refusals import Refused

# Of more headquarters the list shows those of one region.
AT_ONCE = 60
PARTS_OF = ("campaign", "region", "district", "organisation", "parent")


def of_user(request, pk):
    """The headquarters of that key if the person keeps it; else Http404, as if there were none."""
    found = access.kept(request.user).select_related(*PARTS_OF).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def saved(request, form, act, done):
    """Whether the door `act()` did what the form asks; what it refuses stands on the form."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, refusal.reasons)
        return False
    messages.success(request, done)
    return True


def page(request, template, headquarters, form, **more):
    context = {"headquarters": headquarters, "form": form, **more}
    return render(request, f"cabinet/{template}", context, status=422 if form.errors else 200)


@cabinet_page(access.works_at_tasks)
def headquarters(request):
    """All that the person keeps, the newest campaign first, each in the order of its tree; of very many those of
    ?region=ISO."""
    found = access.kept(request.user).select_related(*PARTS_OF)
    regions = list(Region.objects.filter(headquarters__in=found).distinct())
    region = next((one for one in regions if one.iso == request.GET.get("region")), None)
    many = found.count() > AT_ONCE
    if region:
        found = found.filter(region=region)
    elif many:
        found = found.filter(tier__in=[Tier.REPUBLICAN, Tier.REGIONAL])
    found = sorted(found, key=lambda one: (-one.campaign.voting_on.toordinal(), one.campaign_id))
    nodes = [
        node
        for _campaign, own in itertools.groupby(found, key=lambda one: one.campaign_id)
        for node in tree.in_order(own)
    ]
    for node in nodes:
        node.is_closed = not node.headquarters.works_on(timezone.localdate())
    context = {"nodes": nodes, "regions": regions if many else [], "region": region}
    return render(request, "cabinet/headquarters.html", context)


@cabinet_page(access.works_at_tasks)
def one(request, pk):
    """Contacts, who serves in it, numbers of observers and volunteers, what stands below."""
    found, today = of_user(request, pk), timezone.localdate()
    posts = found.posts.exclude(until_date__lt=today)
    rows = volunteers.stations(found)
    context = {
        "headquarters": found,
        "people": tree.people(posts, today),
        "today": today,
        "stations": rows,
        "counts": sum((row for _station, row in rows), tree.Counter()),
        "below": tree.in_order(found.children.select_related("region")),
        "takes_below": takes_below(found),
        "may_add": makes_below(request.user, found),
        "works": found.works_on(today),
        "shapes": access.shapes(request.user, found),
    }
    return render(request, "cabinet/headquarters_one.html", context)


def takes_below(found):
    """Whether others may stand below it: below a public point nothing does."""
    return any(found.tier in tiers for tiers in Headquarters.PARENT_TIERS.values())


def makes_below(user, found):
    """Whether the person makes headquarters below that one: a regional headquarters those of its region."""
    tier = Tier.REGIONAL if found.tier == Tier.REPUBLICAN else Tier.POINT
    return access.shapes(user, Headquarters(tier=tier, region_id=found.region_id))


@cabinet_page(access.works_at_tasks)
def edit(request, pk):
    found = of_user(request, pk)
    form = HeadquartersForm(typed(request), instance=found, shapes=access.shapes(request.user, found))
    if request.method == "POST" and form.is_valid():

        def act():
            staffing.save(form.instance, request.user)

        if saved(request, form, act, _("Saved.")):
            return redirect("cabinet:headquarters-one", pk)
    return page(request, "headquarters_form.html", found, form, title=_("Contacts and hours"))


@cabinet_page(access.works_at_tasks)
def below(request, pk):
    """A new headquarters below that one."""
    parent = of_user(request, pk)
    if not takes_below(parent) or not makes_below(request.user, parent):
        raise Http404
    form = HeadquartersForm(typed(request), parent=parent, shapes=True)
    if request.method == "POST" and form.is_valid():

        def act():
            staffing.save(form.instance, request.user)

        if saved(request, form, act, _("The headquarters is made. Readers see it from its first day.")):
            return redirect("cabinet:headquarters-one", form.instance.pk)
    return page(request, "headquarters_form.html", parent, form, title=_("New headquarters"))


@cabinet_page(access.works_at_tasks)
def close(request, pk):
    """Closes the headquarters, or opens it again."""
    found = of_user(request, pk)
    if not access.shapes(request.user, found):
        raise Http404
    form = LastDayForm(typed(request))
    if request.method == "POST" and found.closed_on:
        try:
            staffing.reopen(found, request.user)
        except Refused as refusal:
            messages.error(request, " ".join(refusal.reasons))
        else:
            messages.success(request, _("The headquarters works again."))
        return redirect("cabinet:headquarters-one", pk)
    if request.method == "POST" and form.is_valid():

        def act():
            staffing.close(found, request.user, **form.cleaned_data)

        if saved(request, form, act, _("The headquarters is closed with that day.")):
            return redirect("cabinet:headquarters-one", pk)
    return page(request, "headquarters_close.html", found, form)


@cabinet_page(access.works_at_tasks)
def appoint(request, pk):
    """Gives somebody a post; ?q= searches the people that the portal knows."""
    found, query = of_user(request, pk), request.GET.get("q", "").replace("\0", "").strip()[:100]
    head = found.posts.held_on(timezone.localdate()).filter(function=Function.HEAD).first()
    form = PersonForm(typed(request), query=query, head=head)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data

        def act():
            given = {
                "holder": cleaned["holder"],
                **{name: cleaned[name] for name in ("from_date", "agreed_on")},
            }
            if given["holder"] is None:
                names = {name: cleaned[name] for name in ("full_name_kk", "full_name_ru")}
                titles = {name: cleaned[name] for name in ("title_kk", "title_ru")}
                given |= {
                    "holder": OfficeHolder(**names),
                    "office": Office(**titles) if any(titles.values()) else None,
                }
            if cleaned.get("succeeds"):
                staffing.succeed(found, request.user, **given)
            else:
                given |= {name: cleaned[name] for name in ("function", "until_date")}
                staffing.appoint(found, request.user, **given)

        if saved(request, form, act, _("The post is given.")):
            return redirect("cabinet:headquarters-one", pk)
    return page(request, "post_new.html", found, form, query=query, head=head)


@cabinet_page(access.works_at_tasks)
def post(request, pk, post):
    """One post: end it, enter the consent to be named, give the person a new office."""
    found = of_user(request, pk)
    held = found.posts.select_related("holder").filter(pk=post).first()
    if held is None:
        raise Http404
    user, holder = request.user, held.holder
    acts = {
        "end": (
            LastDayForm,
            lambda cleaned: staffing.end_post(held, user, **cleaned),
            _("The post ends with that day."),
        ),
        "agree": (AgreedForm, lambda cleaned: staffing.name_publicly(held, user, **cleaned), _("Saved.")),
        "office": (
            NewOfficeForm,
            lambda cleaned: offices.new_office(holder, user, **cleaned),
            _("The new office is entered; the former stays for the days before."),
        ),
    }
    data = typed(request)
    asked = data.get("act") if data else None
    forms = {
        name: form(data if name == asked else None, **initial(form, held), prefix=name)
        for name, (form, _act, _done) in acts.items()
    }
    if request.method == "POST" and asked in acts and forms[asked].is_valid():
        form, (_form, act, done) = forms[asked], acts[asked]
        if saved(request, form, lambda: act(form.cleaned_data), done):
            return (
                redirect("cabinet:post", pk, held.pk)
                if asked != "end"
                else redirect("cabinet:headquarters-one", pk)
            )
    context = {
        "headquarters": found,
        "post": held,
        "forms": forms,
        "offices": holder.offices.all(),
        "may_write": offices.may_write(user, holder),
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "cabinet/post.html", context, status=422 if wrong else 200)


def initial(form, held):
    return {"initial": {"agreed_on": held.agreed_on}} if form is AgreedForm else {}
