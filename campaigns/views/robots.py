"""How often one address may send a public form."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache

from federation.sealing import keyed_hash

AN_HOUR = 60 * 60


def too_many(request, form, at_most):
    """Counts what is sent; whether it is one too many of its address in this hour.

    form: name under which it is counted; at_most: so many an hour. The address is kept for that hour, hashed.
    """
    key = f"{form}:" + keyed_hash(get_adapter().get_client_ip(request))
    cache.add(key, 0, AN_HOUR)
    try:
        return cache.incr(key) > at_most
    except ValueError:  # the hour ended between both lines: this is the first of the next one
        cache.set(key, 1, AN_HOUR)
        return False
