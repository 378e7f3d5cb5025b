"""Rows that the doors write with hundreds of queries, written once in a process and put back for every later test."""

import copy

from django.db import connection, transaction
from django.utils import timezone

# Written by a trigger, and by no test.
PASSED_OVER = {"procrastinate_events", "django_migrations"}
real_now = timezone.now
stored = {}


def kept(name, make):
    """What `make()` returns, and the rows that it writes; of every later call of the day a copy of both.

    The rows have the same keys each time, which sequences do not give out again. So `make` may depend on nothing but
    rows that are always the same; what it returns must be fit to be copied. Under a clock of its own nothing is kept.
    """
    if timezone.now is not real_now:
        return make()
    key = name, timezone.localdate()
    if key not in stored:
        before, made, after = rows(), make(), rows()
        assert all(before[table] <= found for table, found in after.items()), "what was there has to stay"
        written = {table: sorted(found - before[table]) for table, found in after.items()}
        stored[key] = copy.deepcopy(made), {table: new for table, new in written.items() if new}
        return made
    made, written = stored[key]
    with transaction.atomic(), connection.cursor() as cursor:
        for table, new in written.items():
            cursor.execute(
                f'INSERT INTO "{table}" SELECT * FROM jsonb_populate_recordset(NULL::"{table}", %s::jsonb)',
                [f"[{','.join(new)}]"],
            )
    return copy.deepcopy(made)


def rows():
    """{table: set of its rows as JSON}."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - PASSED_OVER
        every = (
            f"SELECT '{table}', array_agg(to_jsonb(t)::text) FROM \"{table}\" t" for table in sorted(tables)
        )
        cursor.execute(" UNION ALL ".join(every))
        return {table: set(found or ()) for table, found in cursor.fetchall()}
