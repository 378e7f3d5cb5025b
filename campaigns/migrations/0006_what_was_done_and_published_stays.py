"""The database refuses to change or delete the histories of tasks, applications and meetings, and what an edition
published of a meeting.

One change is let through: the record of an edition, and a reason in the history of a meeting, become empty when the text
of the report is removed for good.
"""

from django.db import migrations

HISTORIES = ("campaigns_taskevent", "campaigns_applicationevent")
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


def trigger(table, function):
    return (
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function};"
    )


FORWARD = FUNCTION + "".join(
    [trigger(table, "federation_refuse_change()") for table in HISTORIES]
    + [
        trigger(table, f"campaigns_refuse_all_but_emptying('{column}')") for table, column in EMPTIED.items()
    ]
)
BACKWARD = (
    "".join(f"DROP TRIGGER {table}_is_append_only ON {table};" for table in (*HISTORIES, *EMPTIED))
    + "DROP FUNCTION campaigns_refuse_all_but_emptying();"
)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0005_headquarters_at_work")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
