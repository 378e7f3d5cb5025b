"""Who may do what with campaigns: predicates shared by the doors, the admin, views and templates."""

import rules

from federation.access import holds
from federation.enums import Role

leads = holds(Role.HEADQUARTERS, Role.ADMINISTRATOR)
links = holds(Role.EDITOR, Role.PUBLISHER, Role.HEADQUARTERS, Role.ADMINISTRATOR)

# Campaigns, their dates, constituencies, objectives, planks, and the rule sets.
rules.add_perm("campaigns.lead_campaign", leads)
# Which publications belong to a campaign.
rules.add_perm("campaigns.link_publication", links)
# Enters a count; a second person with the same right confirms it.
rules.add_perm("campaigns.count_votes", leads)
# Demands concerning personal data, and takedowns.
rules.add_perm("campaigns.protect_data", holds(Role.DATA_PROTECTION, Role.ADMINISTRATOR))
