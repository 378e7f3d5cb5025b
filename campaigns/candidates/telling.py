"""Mails of the review: who learns what, and nobody else.

They name a candidacy, never its private data, and no remark or question, which may quote such data.
"""

from collections import defaultdict

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from campaigns.candidates.steps import label_of
from federation.enums import Role
from federation.models import Membership, User
from federation.notifications import send

MAIL = "campaigns/mail/candidate_"


def submitted(candidacy):
    """Tells the regional headquarters that a candidacy waits. The headquarters have their queue: no flood of mails."""
    tell(regional(candidacy), "submitted", "review-one", candidacy)


def returned(candidacy, decision, remarks):
    """Tells the branch what has to be mended. remarks: list of Remark."""
    fields = [label_of(one.field) for one in remarks]  # lazy: each mail in the language of who gets it
    tell(branch_of(candidacy), "returned", "candidate", candidacy, decision=decision, remarks=fields)


def decided(decisions):
    """Tells each branch of its own announced decisions, in one mail a person. decisions: list of Decision."""
    of_branch = defaultdict(list)
    for decision in decisions:
        of_branch[decision.candidacy.registered_by_id].append(decision)
    for rows in of_branch.values():
        tell(branch_of(rows[0].candidacy), "decided", "candidates", rows[0].candidacy, decisions=rows)


def opinion_asked(opinion):
    """Tells the reviewer that an opinion is asked."""
    tell([opinion.of], "opinion", "review-one", opinion.candidacy, opinion=opinion)


def change_waits(change):
    """Tells the regional headquarters of a change that the candidate has confirmed; else the headquarters."""
    near = regional(change.candidacy)
    people = near if near.exists() else User.objects.holding(Role.HEADQUARTERS)
    tell(people, "change", "review-one", change.candidacy, change=change)


def change_decided(change):
    """Tells the branch whether its change was accepted."""
    tell(branch_of(change.candidacy), "change_decided", "candidate", change.candidacy, change=change)


def merged(candidacy, *, anew):
    """Tells the branch that the candidate's record was joined with another one, whose number holds. anew: whether the
    candidate has to confirm once more."""
    tell(branch_of(candidacy), "merged", "candidate", candidacy, anew=anew)


def tell(people, mail, page, candidacy, **context):
    """page: name of a page of the cabinet: the list of the branch, or one of the candidacy."""
    for person in people:
        with override(person.language):
            path = reverse(f"cabinet:{page}", args=[] if page == "candidates" else [candidacy.pk])
        address = settings.SITE_URL + path
        values = {"candidacy": candidacy, "address": address, **context}
        send(person, MAIL + mail, values, about=[candidacy.mail_about])


def branch_of(candidacy):
    """Active people who work for the branch now: who submitted it and has left learns nothing more."""
    held = Membership.objects.current().filter(role=Role.BRANCH, organisation=candidacy.registered_by_id)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))


def regional(candidacy):
    held = Membership.objects.current().filter(role=Role.REGIONAL_HEADQUARTERS, region=candidacy.region_id)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))
