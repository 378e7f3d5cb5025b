"""The headquarters of a campaign as pages show them: in the order of their tree, with their people and numbers."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils import timezone

from campaigns.enums import Function, Service
from campaigns.models import Headquarters, Post, Volunteer

RANKS = {function: rank for rank, function in enumerate(Function)}


@dataclass
class Node:
    """A headquarters in a list. depth: 0 at the top of the list; heads: Posts that readers may see."""

    headquarters: Headquarters
    depth: int
    heads: list = field(default_factory=list)
    counts: Counter = field(default_factory=Counter)


def in_order(headquarters):
    """[Node] of an iterable of Headquarters: parents before children, siblings in the reader's alphabet. One whose
    parent is not among them stands at the top."""
    below = defaultdict(list)
    found = sorted(headquarters, key=lambda one: (one.sort_key, one.pk))
    keys = {one.pk for one in found}
    for one in found:
        below[one.parent_id if one.parent_id in keys else None].append(one)
    nodes = []
    waiting = [(one, 0) for one in reversed(below[None])]
    while waiting:
        one, depth = waiting.pop()
        nodes.append(Node(one, depth))
        waiting += [(child, depth + 1) for child in reversed(below[one.pk])]
    return nodes


def for_readers(headquarters, campaign):
    """[Node] of a queryset of public headquarters of the campaign, with heads and numbers. Four queries."""
    nodes = in_order(headquarters.select_related("region", "district", "organisation"))
    heads, counted = defaultdict(list), volunteers_of(campaign)
    posts = with_titles(Post.objects.public().filter(function=Function.HEAD))
    for post in posts.filter(headquarters__in=[node.headquarters.pk for node in nodes]):
        heads[post.headquarters_id].append(post)
    for node in nodes:
        node.headquarters.campaign = campaign  # their addresses name it
        node.heads, node.counts = heads[node.headquarters.pk], counted[node.headquarters.pk]
    return nodes


def volunteers_of(campaign):
    """{key of a headquarters: Counter of {Service: number}}, with those of all that work below it. Two queries."""
    above = dict(Headquarters.objects.public().filter(campaign=campaign).values_list("pk", "parent_id"))
    serving = Volunteer.objects.serving().filter(headquarters__campaign=campaign)
    found = defaultdict(Counter)
    for key, service, number in (
        serving.order_by().values_list("headquarters", "service").annotate(Count("pk"))
    ):
        while key in above:
            found[key][Service(service)] += number
            key = above[key]
    return found


def with_titles(posts):
    """The queryset with all that the lines of people need: `titles_on` of the holders asks nothing more."""
    return posts.select_related("holder").prefetch_related("holder__offices")


def people(posts, day=None):
    """[(Post, what the holder is called on `day`, default today)], the head first, then by function and name."""
    day = day or timezone.localdate()
    rows = sorted(
        with_titles(posts), key=lambda post: (RANKS[Function(post.function)], post.holder.sort_key, post.pk)
    )
    return [(post, post.holder.titles_on(day)) for post in rows]
