"""The database itself refuses to change or delete a line of a candidacy's history."""

from django.db import migrations

TABLE = "campaigns_candidacyevent"
FORWARD = (
    f"CREATE TRIGGER {TABLE}_is_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
    "FOR EACH ROW EXECUTE FUNCTION federation_refuse_change();"
)
BACKWARD = f"DROP TRIGGER {TABLE}_is_append_only ON {TABLE};"


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0003_candidates"),
        ("federation", "0002_audit_log_is_append_only"),
    ]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
