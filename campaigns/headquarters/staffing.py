"""The door of headquarters: their tree, contacts and posts.

Every function works in one transaction under a lock and leaves a line in the audit log. `by` is the acting User, or
None where the portal itself acts. What is not possible raises `Refused` with sentences for the person. Whoever locks
both takes the campaign first, then the headquarters.
"""

import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.campaigning import clean
from campaigns.comparing import changed, columns
from campaigns.enums import Function
from campaigns.headquarters import access, offices, silence
from campaigns.models import Campaign, Headquarters, Post
from federation.models.audit import name_actions, record
from federation.refusals import Refused

# What who keeps a headquarters writes; the rest is its place in the tree.
CONTACTS = ("address_kk", "address_ru", "hours_kk", "hours_ru", "phone", "hotline", "email")
# What those below rely on.
PLACE = ("tier", "region_id", "parent_id")


@transaction.atomic
def save(headquarters, by, *, posts=(), removed=()):
    """Writes a headquarters, new or changed in memory, with posts of it, all or nothing. Returns it.

    posts: Posts, new or changed in memory; removed: Posts entered by mistake, which are deleted. Its place in the tree
    changes whoever `access.shapes` it, before and after; contacts and posts whoever `access.staffs` it. Closing is a
    move of its own. In a silence readers get no new name, address or hours, phones and e-mail they do.
    """
    lock_campaign(headquarters)
    if headquarters.parent_id:
        # Read anew: it may have been closed meanwhile.
        headquarters.parent = Headquarters.objects.get(pk=headquarters.parent_id)
    before = Headquarters.objects.select_for_update().filter(pk=headquarters.pk).first()
    row = Headquarters.objects.filter(pk=headquarters.pk).order_by().values(*columns(Headquarters))
    said_before = row.get() if before else {}
    require(by, headquarters, access.staffs)
    if before:
        require(by, before, access.staffs)
        headquarters.closed_on = before.closed_on
        if before.campaign_id != headquarters.campaign_id:
            raise Refused(_("A headquarters stays in its campaign."))
        moved = any(getattr(before, name) != getattr(headquarters, name) for name in PLACE)
        if moved and before.children.exists():
            raise Refused(
                _("Others stand below this headquarters: its tier, region and place do not change.")
            )
    clean(headquarters)
    with silence.nothing_new(by, silence.words_of_headquarters, headquarters):
        headquarters.save()
    details = changed(said_before, row.get()) if before else {}
    if before is None or details.keys() - set(CONTACTS):
        for one in filter(None, (before, headquarters)):
            require(by, one, access.shapes)
    if before is None or details:
        record(by, "headquarters.change" if before else "headquarters.create", headquarters, **details)
    for post in removed:
        record(by, "post.remove", headquarters, person=str(post.holder), function=post.function)
        post.delete()
    # What ends makes room for what begins.
    for post in sorted(posts, key=lambda post: post.until_date is None):
        post.headquarters = headquarters
        written(post, by)
    require_order(headquarters)
    return headquarters


@transaction.atomic
def close(headquarters, by, *, last_day):
    """Ends a headquarters with that day (date, the last one), its posts and volunteers with it. Returns it."""
    lock_campaign(headquarters)
    headquarters = locked(headquarters)
    require(by, headquarters, access.shapes)
    if last_day < headquarters.opened_on:
        raise Refused(_("The last day is before the first."))
    if headquarters.children.filter(Q(closed_on=None) | Q(closed_on__gt=last_day)).exists():
        raise Refused(_("Headquarters below this one still work: close them first."))
    headquarters.closed_on = last_day
    clean(headquarters)
    headquarters.save()
    still = Q(until_date=None) | Q(until_date__gt=last_day)
    headquarters.posts.filter(from_date__gt=last_day).delete()
    headquarters.posts.filter(still).update(until_date=last_day)
    serving = Q(left_on=None) | Q(left_on__gt=last_day)
    headquarters.volunteers.filter(serving).update(left_on=last_day)
    record(by, "headquarters.close", headquarters, last_day=last_day)
    return headquarters


@transaction.atomic
def reopen(headquarters, by):
    """Lets a closed headquarters work again; posts and volunteers are entered anew. Returns it."""
    lock_campaign(headquarters)
    headquarters = locked(headquarters)
    require(by, headquarters, access.shapes)
    headquarters.closed_on = None
    clean(headquarters)
    headquarters.save()
    record(by, "headquarters.reopen", headquarters)
    return headquarters


@transaction.atomic
def appoint(headquarters, by, *, holder, function, from_date, until_date=None, agreed_on=None, office=None):
    """Gives a person a post. Returns the Post.

    holder: OfficeHolder; a new one in memory is entered with its `office` (Office in memory, or None). agreed_on: day
    on which the person agreed to be named to readers, None: not named. Refused where it overlaps with another post of
    that person here, or with another head; so is a consent that `by` may not enter (`offices.may_write`), and in a
    silence one that shows readers somebody new.
    """
    headquarters = locked(headquarters)
    require(by, headquarters, access.staffs)
    if holder._state.adding:
        holder.entered_in = headquarters
        offices.written(holder, by, [office] if office else [])
    post = Post(
        headquarters=headquarters,
        holder=holder,
        function=function,
        from_date=from_date,
        until_date=until_date,
        agreed_on=agreed_on,
    )
    written(post, by)
    require_order(headquarters)
    return post


@transaction.atomic
def succeed(headquarters, by, *, holder, from_date, agreed_on=None, office=None):
    """A new head from that day; the former head's post ends on its eve. Returns the new Post. Else as `appoint`."""
    headquarters = locked(headquarters)
    require(by, headquarters, access.staffs)
    for former in headquarters.posts.held_on(from_date).filter(function=Function.HEAD):
        if former.from_date >= from_date:
            raise Refused(
                _("%(person)s is the head from %(day)s: the successor begins later.")
                % {"person": former.holder, "day": date_format(former.from_date, "DATE_FORMAT")}
            )
        former.until_date = from_date - datetime.timedelta(days=1)
        written(former, by)
    return appoint(
        headquarters,
        by,
        holder=holder,
        function=Function.HEAD,
        from_date=from_date,
        agreed_on=agreed_on,
        office=office,
    )


@transaction.atomic
def end_post(post, by, *, last_day):
    """Ends a post with that day, inclusive. Returns it."""
    headquarters = locked(post.headquarters)
    post = headquarters.posts.get(pk=post.pk)
    require(by, headquarters, access.staffs)
    post.until_date = last_day
    written(post, by)
    require_order(headquarters)
    return post


@transaction.atomic
def name_publicly(post, by, *, agreed_on):
    """Enters the day on which the person agreed to be named to readers; None takes the name from them. Returns it."""
    headquarters = locked(post.headquarters)
    post = headquarters.posts.get(pk=post.pk)
    require(by, headquarters, access.staffs)
    post.agreed_on = agreed_on
    return written(post, by)


def lock_campaign(headquarters):
    """Whoever changes the tree of a campaign waits here for the others."""
    Campaign.objects.select_for_update(no_key=True).get(pk=headquarters.campaign_id)


def locked(headquarters):
    """The row read anew under a lock to the end of the transaction."""
    return Headquarters.objects.select_for_update(of=("self",)).get(pk=headquarters.pk)


def require(by, headquarters, predicate):
    if by is not None and not predicate(by, headquarters):
        raise Refused(_("Your role does not allow this."))


def written(post, by):
    """Saves a post under the lock of its headquarters, with a line in the audit log. Returns it."""
    row = Post.objects.filter(pk=post.pk).order_by().values(*columns(Post))
    before = row.first()
    clean(post)
    said = {"agreed_on": post.agreed_on, "holder": post.holder_id}
    consented = post.agreed_on and (before is None or any(before[name] != said[name] for name in said))
    if by is not None and consented and not offices.may_write(by, post.holder):
        raise Refused(
            _(
                "This person is known beyond this headquarters: who keeps the list of office holders enters the "
                "consent to be named. Leave the day empty."
            )
        )
    if post.headquarters.closed_on and (post.until_date or datetime.date.max) > post.headquarters.closed_on:
        raise Refused(_("The headquarters is closed: nobody has a post in it after its last day."))
    with silence.nothing_new(by, silence.words_of_holder, post.holder):
        post.save()
    details = changed(before, row.get()) if before else {"function": post.function, "from": post.from_date}
    if details:
        action = "post.change" if before else "post.create"
        record(by, action, post.headquarters, person=str(post.holder), **details)
    return post


def require_order(headquarters):
    """Refused where two heads, or two posts of one person, hold on the same day. Under the lock of the row."""
    posts = list(headquarters.posts.select_related("holder").order_by("from_date", "pk"))
    for number, post in enumerate(posts):
        for later in posts[number + 1 :]:
            if post.until_date and post.until_date < later.from_date:
                continue
            names = {"person": post.holder, "other": later.holder}
            if post.function == later.function == Function.HEAD:
                raise Refused(
                    _(
                        "Two heads would serve on the same day: %(person)s and %(other)s. End the first post on the "
                        "eve of the second."
                    )
                    % names
                )
            if post.holder_id == later.holder_id:
                raise Refused(_("%(person)s already has a post here in those days: end it first.") % names)


name_actions(
    {
        "headquarters.create": gettext_lazy("headquarters created"),
        "headquarters.change": gettext_lazy("headquarters changed"),
        "headquarters.close": gettext_lazy("headquarters closed"),
        "headquarters.reopen": gettext_lazy("headquarters opened again"),
        "post.create": pgettext_lazy("audit log", "post in a headquarters given"),
        "post.change": pgettext_lazy("audit log", "post in a headquarters changed"),
        "post.remove": pgettext_lazy("audit log", "post in a headquarters deleted"),
    }
)
