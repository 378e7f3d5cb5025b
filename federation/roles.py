"""What each role may do with the rows of each model: one table, from which Django's groups are filled.

`view`, `add`, `change`, `delete` mean Django's model permissions, which the pages of the admin ask: a model stands
here if it has a page or a part of one. Moves with rules of their own (publishing, inviting) are predicates of
`access` modules instead. Models of parts that are not built yet are passed over.
"""

from django.apps import apps

from federation.enums import Role

READ = ("view",)
KEEP = ("view", "add", "change")
MANAGE = ("view", "add", "change", "delete")

PLACES = {
    "federation.region": READ,
    "federation.district": READ,
    "federation.industry": READ,
    "federation.organisation": READ,
    "federation.quietperiod": READ,
}
TEXTS = {
    "appeals.publication": KEEP,
    "appeals.edition": READ,
    "appeals.moverecord": READ,
    "appeals.signatory": MANAGE,
    "appeals.relay": MANAGE,
    "appeals.attachment": MANAGE,
    "appeals.topic": KEEP,
}
READ_TEXTS = dict.fromkeys(TEXTS, READ)
CAMPAIGNS = {
    "campaigns.campaign": KEEP,  # is taken from the public, never deleted
    "campaigns.campaigndate": MANAGE,
    "campaigns.constituency": MANAGE,
    "campaigns.objective": MANAGE,
    "campaigns.link": READ,  # changes by its door, which asks `campaigns.link_publication`
    "campaigns.plank": ("view", "change"),
    "campaigns.ruleset": KEEP,  # these two are deleted by moves, which ask whether a campaign needs them
    "campaigns.body": KEEP,
    "campaigns.electoralsystem": MANAGE,
    "campaigns.requirement": MANAGE,
    "campaigns.check": MANAGE,
    "campaigns.deadline": MANAGE,
    "campaigns.result": KEEP,
}
READ_CAMPAIGNS = dict.fromkeys(CAMPAIGNS, READ)
OFFICES = {"campaigns.officeholder": KEEP, "campaigns.office": MANAGE}
HEADQUARTERS = {
    "campaigns.headquarters": KEEP,  # closed by a move, never deleted
    "campaigns.post": MANAGE,
}
# Who records meetings chooses the headquarters that held them.
READ_HEADQUARTERS = {"campaigns.headquarters": READ}
MEETINGS = {
    "campaigns.meeting": KEEP,  # a record is discarded by a move
    "campaigns.participant": MANAGE,  # rows of a record, while it may be changed
    "campaigns.agendaitem": MANAGE,
    "campaigns.quotation": MANAGE,
    "campaigns.question": MANAGE,
    "campaigns.citation": MANAGE,
    "campaigns.workplace": KEEP,
}
DESK = {"campaigns.demand": READ, "campaigns.takedown": READ}  # answered and finished by moves
POOLS = {"campaigns.pool": KEEP}  # deleted by a move, which asks whether candidacies lie in it

ROLE_PERMISSIONS = {
    Role.EDITOR: PLACES | TEXTS | READ_CAMPAIGNS | READ_HEADQUARTERS | OFFICES | MEETINGS | {"site.*": READ},
    Role.PUBLISHER: PLACES
    | TEXTS
    | READ_CAMPAIGNS
    | READ_HEADQUARTERS
    | OFFICES
    | MEETINGS
    | {"site.*": MANAGE, "appeals.topic": MANAGE},
    Role.BRANCH: PLACES,
    Role.REGIONAL_HEADQUARTERS: PLACES,
    Role.HEADQUARTERS: PLACES
    | READ_TEXTS
    | CAMPAIGNS
    | HEADQUARTERS
    | OFFICES
    | MEETINGS
    | POOLS
    | {"federation.district": KEEP, "federation.industry": KEEP, "federation.organisation": KEEP},
    Role.DATA_PROTECTION: PLACES
    | READ_TEXTS
    | DESK
    | {"federation.user": READ, "federation.membership": READ, "federation.auditentry": READ},
    # People, memberships and invitations change only through `federation.memberships`; the log never.
    Role.ADMINISTRATOR: TEXTS
    | CAMPAIGNS
    | HEADQUARTERS
    | OFFICES
    | MEETINGS
    | DESK
    | POOLS
    | {
        "site.*": MANAGE,
        "appeals.topic": MANAGE,
        "federation.region": KEEP,
        "federation.district": MANAGE,
        "federation.industry": MANAGE,
        "federation.organisation": MANAGE,
        "federation.quietperiod": MANAGE,
        "federation.user": ("view", "change"),
        "federation.membership": READ,
        "federation.invitation": READ,
        "federation.auditentry": READ,
        "federation.mail": READ,  # sent again, called delivered and dropped by moves
    },
}


def after_migrate(sender, **kwargs):
    """Receiver of `post_migrate`: acts once, after the last app, when all permissions exist."""
    if sender == [config for config in apps.get_app_configs() if config.models_module][-1]:
        synchronise()


def synchronise():
    """Makes a group for each role with exactly the permissions of the table. Idempotent."""
    from django.contrib.auth.models import Group, Permission

    by_model = {}
    for permission in Permission.objects.select_related("content_type"):
        label = f"{permission.content_type.app_label}.{permission.content_type.model}"
        action = permission.codename.removesuffix(f"_{permission.content_type.model}")
        by_model.setdefault(label, {})[action] = permission
    for role, table in ROLE_PERMISSIONS.items():
        granted = [
            permissions[action]
            for label, permissions in by_model.items()
            for action in table.get(label, table.get(label.split(".")[0] + ".*", ()))
            if action in permissions
        ]
        group, _created = Group.objects.get_or_create(name=role.value)
        group.permissions.set(granted)
