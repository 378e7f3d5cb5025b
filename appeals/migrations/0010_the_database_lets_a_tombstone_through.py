"""Of editions and lines of history the database lets one change through, once: the text gives way to the tombstone.

`redacted_at` goes from NULL to a moment in that very change; the columns named to the trigger become empty or the
tombstone, and no other column may differ. Everything else is refused as before.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION appeals_refuse_all_but_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    emptied text[] := TG_ARGV;
    before jsonb;
    after jsonb;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.redacted_at IS NULL AND NEW.redacted_at IS NOT NULL THEN
        before := to_jsonb(OLD) - 'redacted_at';
        after := to_jsonb(NEW) - 'redacted_at';
        IF before - emptied = after - emptied AND NOT EXISTS (
            SELECT FROM jsonb_each_text(after) AS said
            WHERE said.key = ANY (emptied) AND said.value NOT IN (
                '', '{}', '[]',
                'Мәтін дербес деректерді қорғау үшін жойылды.',
                'Текст удалён для защиты персональных данных.'
            )
        ) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'Rows of % are append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
"""
EMPTIED = {
    "appeals_edition": (
        *("title_kk", "title_ru", "lead_kk", "lead_ru", "body_kk", "body_ru", "note_kk", "note_ru"),
        *("adoption", "attachments", "imprint", "overrides", "search_kk", "search_ru"),
    ),
    "appeals_moverecord": ("reason", "details"),
}


def triggers(function_of):
    """Each table's trigger made anew. function_of: (table) -> the call of its function."""
    return "".join(
        f"DROP TRIGGER {table}_is_append_only ON {table};"
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function_of(table)};"
        for table in EMPTIED
    )


FORWARD = FUNCTION + triggers(
    lambda table: "appeals_refuse_all_but_tombstone({})".format(
        ", ".join(f"'{column}'" for column in EMPTIED[table])
    )
)
BACKWARD = (
    triggers(lambda table: "federation_refuse_change()") + "DROP FUNCTION appeals_refuse_all_but_tombstone();"
)


class Migration(migrations.Migration):
    dependencies = [("appeals", "0009_texts_can_be_removed_for_good")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
