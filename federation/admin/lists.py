"""Lists of the administration: what an address asks for by hand is answered, whatever it is."""

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError


class CheckedList(ChangeList):
    """A list that takes a value no row can have (the year 99999999999) for a wrong filter.

    Django asks the rows only after it has looked through the filters, and such a value fails there.
    """

    def __init__(self, *args, **kwargs):
        try:
            super().__init__(*args, **kwargs)
        except (ValueError, OverflowError, DataError) as error:
            raise IncorrectLookupParameters(error) from error


class WithCheckedList:
    """Mixin of a ModelAdmin: a wrong filter in the address leads to the list without it, not to an error."""

    def get_changelist(self, request, **kwargs):
        return CheckedList
