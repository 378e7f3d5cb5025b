"""The administration of people, organisations and places."""

from federation.admin import audit, organisations, people, quiet

__all__ = ["audit", "organisations", "people", "quiet"]
