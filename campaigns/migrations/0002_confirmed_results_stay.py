"""What two persons confirmed stays as it is: a later count replaces it, nothing rewrites it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION campaigns_result_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.confirmed_at IS NULL THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.replaced_at IS NULL
       AND to_jsonb(NEW) - 'replaced_at' = to_jsonb(OLD) - 'replaced_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A confirmed result stays as it is';
END $$;
CREATE TRIGGER result_stays BEFORE UPDATE OR DELETE ON campaigns_result
    FOR EACH ROW EXECUTE FUNCTION campaigns_result_stays();

CREATE FUNCTION campaigns_resultline_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND EXISTS (
        SELECT FROM campaigns_result WHERE id = OLD.result_id AND confirmed_at IS NOT NULL
    ) OR TG_OP <> 'DELETE' AND EXISTS (
        SELECT FROM campaigns_result WHERE id = NEW.result_id AND confirmed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'A confirmed result stays as it is';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER resultline_stays BEFORE INSERT OR UPDATE OR DELETE ON campaigns_resultline
    FOR EACH ROW EXECUTE FUNCTION campaigns_resultline_stays();
"""
BACKWARD = """
DROP TRIGGER resultline_stays ON campaigns_resultline;
DROP FUNCTION campaigns_resultline_stays();
DROP TRIGGER result_stays ON campaigns_result;
DROP FUNCTION campaigns_result_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_campaigns_and_rule_sets")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
