"""The database itself refuses public campaign material without an imprint, whichever way a row is written.

An edition of campaign material bears its imprint, and so does the item. An item with an edition does not become
campaign material, lose its imprint or come back from a withdrawal without one. What stood without an imprint before
stays as it is until one of these fields changes.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION appeals_imprint_is_complete(item appeals_publication) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT item.imprint_producer_kk ~ '\\S' AND item.imprint_producer_ru ~ '\\S'
        AND item.imprint_orderer_kk ~ '\\S' AND item.imprint_orderer_ru ~ '\\S'
        AND item.imprint_funds_kk ~ '\\S' AND item.imprint_funds_ru ~ '\\S'
$$;
CREATE FUNCTION appeals_demand_imprint_of_edition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE item appeals_publication;
BEGIN
    SELECT * INTO item FROM appeals_publication WHERE id = NEW.publication_id FOR SHARE;
    IF item.campaign_material AND NOT (
        appeals_imprint_is_complete(item)
        AND NEW.imprint ->> 'producer_kk' ~ '\\S' AND NEW.imprint ->> 'producer_ru' ~ '\\S'
        AND NEW.imprint ->> 'orderer_kk' ~ '\\S' AND NEW.imprint ->> 'orderer_ru' ~ '\\S'
        AND NEW.imprint ->> 'funds_kk' ~ '\\S' AND NEW.imprint ->> 'funds_ru' ~ '\\S'
    ) IS TRUE THEN
        RAISE EXCEPTION 'An edition of campaign material needs its imprint' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE FUNCTION appeals_demand_imprint_of_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.campaign_material AND NEW.withdrawn_at IS NULL AND NOT appeals_imprint_is_complete(NEW)
        AND (NOT OLD.campaign_material OR OLD.withdrawn_at IS NOT NULL OR appeals_imprint_is_complete(OLD))
        AND EXISTS (
            SELECT FROM appeals_edition edition WHERE edition.publication_id = NEW.id AND NOT EXISTS (
                SELECT FROM appeals_editioncancellation WHERE edition_id = edition.id
            )
        ) THEN
        RAISE EXCEPTION 'Published campaign material needs its imprint' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER edition_bears_its_imprint BEFORE INSERT ON appeals_edition
    FOR EACH ROW EXECUTE FUNCTION appeals_demand_imprint_of_edition();
CREATE TRIGGER campaign_material_has_its_imprint BEFORE UPDATE ON appeals_publication
    FOR EACH ROW EXECUTE FUNCTION appeals_demand_imprint_of_item();
"""
BACKWARD = """
DROP TRIGGER campaign_material_has_its_imprint ON appeals_publication;
DROP TRIGGER edition_bears_its_imprint ON appeals_edition;
DROP FUNCTION appeals_demand_imprint_of_item();
DROP FUNCTION appeals_demand_imprint_of_edition();
DROP FUNCTION appeals_imprint_is_complete(appeals_publication);
"""


class Migration(migrations.Migration):
    dependencies = [("appeals", "0006_imprint_marks_and_neutrality")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
