"""The administration of people, organisations and places."""

from federation.admin import audit, mails, organisations, people, quiet

__all__ = ["audit", "mails", "organisations", "people", "quiet"]
