"""What makes two pieces of evidence one thing, which counts for an objective once."""

import hashlib
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from django.conf import settings
from django.db.models import Q

from campaigns.enums import Proof

# What networks hang on an address to follow a reader: the page is the same.
FOLLOWING = ("utm_", "fbclid", "gclid", "yclid", "igshid", "_openstat")


def of_file(content):
    """Digest of a File's content: 64 characters."""
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    content.seek(0)
    return digest.hexdigest()


def of_link(url):
    """Digest of an address of the web, the same for all ways to write it: scheme, «www.», case of the host, a last
    slash, the order of what is asked, the place on the page and marks of followers make no difference."""
    parts = urlsplit(url)
    asked = sorted(pair for pair in parse_qsl(parts.query) if not pair[0].lower().startswith(FOLLOWING))
    path = unquote(parts.path).rstrip("/")
    return hashlib.sha256(f"{host_of(url)}{path}?{urlencode(asked)}".encode()).hexdigest()


def is_own(url):
    """Whether the address is one of the portal itself."""
    return host_of(url) == host_of(settings.SITE_URL)


def host_of(url):
    """Host, without «www.», and port, where it is not that of the scheme; of nonsense, nonsense."""
    place = urlsplit(url).netloc.rpartition("@")[2].lower()
    return place.removesuffix(":80").removesuffix(":443").removeprefix("www.")


def same_as(row):
    """Q for evidence that shows the same: a meeting and the report that was published of it are one thing. Of members
    there is none: an application is counted by one piece of evidence alone."""
    if row.kind == Proof.MEETING:
        same = Q(meeting=row.meeting_id)
        return same | Q(publication=row.meeting.report_id) if row.meeting.report_id else same
    if row.kind == Proof.PUBLICATION:
        return Q(publication=row.publication_id) | Q(meeting__report=row.publication_id)
    return Q(digest=row.digest) if row.digest else Q(pk__in=[])
