"""Pages of one's own account that allauth does not have."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from federation import access, accounts, invitations
from federation.forms import AcceptInvitationForm, LanguageForm
from federation.models import User
from federation.refusals import Refused


@login_required
@never_cache
def home(request):
    """The person's own page: name, roles, and the ways to password, e-mail and second factor."""
    current = request.user.memberships.current().select_related("organisation", "region")
    return render(
        request,
        "accounts/home.html",
        {"memberships": current, "lacks_second_factor": access.lacks_second_factor(request.user)},
    )


@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """GET shows what one is invited to, in the language of the invitation; POST makes the account."""
    found = invitations.find_invitation(token)
    if found is None:
        return render(request, "accounts/invitation_invalid.html", status=410)
    if not request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME):
        translation.activate(found.language)
    person = User(email=found.email)
    names = {"full_name_kk": found.full_name_kk, "full_name_ru": found.full_name_ru}
    form = AcceptInvitationForm(
        request.POST or None, instance=person, initial={**names, "language": found.language}
    )
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("full_name_kk", "full_name_ru", "language")}
        try:
            invitations.accept(token, form.cleaned_data["password"], **data)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            translation.activate(data["language"])
            messages.success(request, _("Your account is ready. Log in with your e-mail and password."))
            return _remember_language(redirect("account_login"), data["language"])
    return render(request, "accounts/invitation.html", {"form": form, "invitation": found})


@require_POST
def switch_language(request):
    """Changes the language of one's own pages: stored with the person, and in a cookie for the log-in page.

    What a visitor chooses becomes the preference of whoever logs in next in this very session.
    """
    form = LanguageForm(request.POST)
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        address = "/accounts/"
    response = HttpResponseRedirect(address)
    if form.is_valid():
        language = form.cleaned_data["language"]
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=language)
        else:
            request.session[accounts.CHOSEN_LANGUAGE] = language
        _remember_language(response, language)
    return response


def _remember_language(response, language):
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=60 * 60 * 24 * 365,
        path="/accounts/",
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response
