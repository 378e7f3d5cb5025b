"""Static files of production: hashed names that browsers keep for good, and compressed copies."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Leaves alone the source maps that libraries mention and do not ship; Django's own storage stops at them.

    ES modules import each other by their plain names: the plain copies stay beside the hashed ones.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._patterns = {
            extension: [rule for rule in rules if "sourceMappingURL" not in rule[0].pattern]
            for extension, rules in self._patterns.items()
        }
