"""What belongs to the portal as a whole: menus, and readers' subscriptions."""

from federation.site.models.menus import SECTIONS, MenuItem, Place
from federation.site.models.subscriptions import Mailing, Subscription

__all__ = ["SECTIONS", "Mailing", "MenuItem", "Place", "Subscription"]
