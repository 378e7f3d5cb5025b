"""People, organisations, places, quiet periods and the audit log: what every other part stands on."""

from federation.models.audit import AuditEntry
from federation.models.mail import Mail
from federation.models.memberships import Invitation, Membership
from federation.models.organisations import Organisation
from federation.models.places import District, Industry, Region
from federation.models.quiet import QuietPeriod
from federation.models.users import User

__all__ = [
    "AuditEntry",
    "District",
    "Industry",
    "Invitation",
    "Mail",
    "Membership",
    "Organisation",
    "QuietPeriod",
    "Region",
    "User",
]
