"""The staff's workplace for publications. Every change goes through `appeals.publishing`."""

from appeals.admin import publications, records, topics

__all__ = ["publications", "records", "topics"]
