"""The database refuses to change or delete what an edition published of a meeting, and the history of its record.

One change is let through: record and reason become empty, when the text of the report is removed for good.
"""

from django.db import migrations

EMPTIED = {"campaigns_meetingrecord": "record", "campaigns_meetingevent": "reason"}
FUNCTION = """
CREATE FUNCTION campaigns_refuse_all_but_emptying() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    emptied text := TG_ARGV[0];
BEGIN
    IF TG_OP = 'UPDATE'
        AND to_jsonb(OLD) - emptied = to_jsonb(NEW) - emptied
        AND to_jsonb(NEW) ->> emptied IN ('', '{}')
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'Rows of % are append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
"""
OLD = "DROP TRIGGER campaigns_meetingevent_is_append_only ON campaigns_meetingevent;"
FORWARD = "".join(
    f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
    f"FOR EACH ROW EXECUTE FUNCTION campaigns_refuse_all_but_emptying('{column}');"
    for table, column in EMPTIED.items()
)
BACKWARD = "".join(f"DROP TRIGGER {table}_is_append_only ON {table};" for table in EMPTIED)
RESTORED = (
    "CREATE TRIGGER campaigns_meetingevent_is_append_only BEFORE UPDATE OR DELETE ON campaigns_meetingevent "
    "FOR EACH ROW EXECUTE FUNCTION federation_refuse_change();"
)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0009_records_of_meetings_name_whom_they_show")]

    operations = [
        migrations.RunSQL(
            OLD + FUNCTION + FORWARD,
            BACKWARD + "DROP FUNCTION campaigns_refuse_all_but_emptying();" + RESTORED,
        )
    ]
