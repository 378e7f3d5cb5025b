"""Headquarters' workplace for campaigns. Every change goes through a door: campaigning, lawmaking, counting."""

from campaigns.admin import base

__all__ = ["base"]
