"""The database itself refuses to change or delete an entry of the audit log."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION federation_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE OR DELETE ON federation_auditentry
    FOR EACH ROW EXECUTE FUNCTION federation_refuse_change();
"""
BACKWARD = """
DROP TRIGGER audit_log_is_append_only ON federation_auditentry;
DROP FUNCTION federation_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("federation", "0001_people_and_organisations")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
