"""The mark of a page that is the same for every reader; `federation.site.middleware.PublicCache` acts on it."""

from functools import wraps


def public_page(view):
    """Declares that what `view` answers depends on the address and the clock alone.

    Its responses carry an ETag and a short `max-age`, set no cookie and vary on nothing (DESIGN §7).
    """

    @wraps(view)
    def marked(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.public_page = True
        return response

    return marked
