"""Which branch gets an application. Pure: asks no database."""

from federation.models import Organisation

Kind = Organisation.Kind
# Those among which a branch is chosen.
ROUTED = (Kind.INDUSTRY_UNION, Kind.TERRITORIAL_ASSOCIATION, Kind.FEDERATION)


def branch_for(organisations, *, region, industry=None):
    """The Organisation that gets an application: the first that there is of

    1. the branch union of the industry, where one is chosen,
    2. the territorial association of the region,
    3. the federation itself.

    organisations: those of the kinds `ROUTED`; of several that fit, the oldest row. region, industry: primary keys,
    industry or None. Raises LookupError where there is not even a federation.
    """
    tests = [
        lambda one: industry and one.kind == Kind.INDUSTRY_UNION and one.industry_id == industry,
        lambda one: one.kind == Kind.TERRITORIAL_ASSOCIATION and one.region_id == region,
        lambda one: one.kind == Kind.FEDERATION,
    ]
    oldest_first = sorted(organisations, key=lambda one: one.pk)
    for fits in tests:
        found = next((one for one in oldest_first if fits(one)), None)
        if found is not None:
            return found
    raise LookupError("No organisation takes applications: the tree has no federation.")
