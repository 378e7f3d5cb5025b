"""The database itself refuses to change or delete an edition, its cancellation, or a line of history."""

from django.db import migrations

TABLES = ("appeals_edition", "appeals_editioncancellation", "appeals_moverecord")
FORWARD = "".join(
    f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION federation_refuse_change();"
    for table in TABLES
)
BACKWARD = "".join(f"DROP TRIGGER {table}_is_append_only ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0001_publications_and_editions"),
        ("federation", "0002_audit_log_is_append_only"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
