"""Before the views: addresses that nobody should send, and the language of a signed-in person's pages."""

from django.utils import translation
from django.views.defaults import bad_request

OWN_PAGES = ("/admin/", "/accounts/", "/cabinet/")


class NoNul:
    """Refuses a filter of the admin with the character NUL, which PostgreSQL knows not: 400 instead of an error."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(OWN_PAGES) and "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request, None)
        return self.get_response(request)


class PreferredLanguage:
    """Activates the person's language on pages without a language in their address.

    Only there: reading the session on a public page would make its answer vary by cookie. For a visitor who is
    not signed in the language of LocaleMiddleware stays (cookie, then Accept-Language).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(OWN_PAGES) and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)
