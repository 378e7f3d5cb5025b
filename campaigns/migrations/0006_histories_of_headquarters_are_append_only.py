"""The database itself refuses to change or delete a line of the history of a task, a meeting or an application."""

from django.db import migrations

TABLES = ("campaigns_taskevent", "campaigns_meetingevent", "campaigns_applicationevent")
FORWARD = [
    f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION federation_refuse_change();"
    for table in TABLES
]
BACKWARD = [f"DROP TRIGGER {table}_is_append_only ON {table};" for table in TABLES]


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0005_headquarters_at_work")]

    operations = [
        migrations.RunSQL(forward, backward) for forward, backward in zip(FORWARD, BACKWARD, strict=True)
    ]
