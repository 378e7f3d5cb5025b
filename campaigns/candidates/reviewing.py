"""The door of the review: decisions, remarks, second opinions, announcements, and records of one person joined."""

from campaigns.candidates.access import shown_state

__all__ = ["shown_state"]
