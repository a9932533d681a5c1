"""The citizen's own words and the history cannot be changed, whoever writes past the services."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION petitions_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.title IS DISTINCT FROM OLD.title OR NEW.content IS DISTINCT FROM OLD.content
       OR NEW.number IS DISTINCT FROM OLD.number THEN
        RAISE EXCEPTION 'the words and the number of suggestion % cannot be changed', OLD.number
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_words BEFORE UPDATE OF title, content, number ON petitions_suggestion
    FOR EACH ROW EXECUTE FUNCTION petitions_keep_words();

CREATE FUNCTION petitions_keep_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an entry of the history cannot be changed or deleted'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER keep_entries BEFORE UPDATE OR DELETE ON petitions_entry
    FOR EACH ROW EXECUTE FUNCTION petitions_keep_entries();
"""

BACKWARD = """
DROP TRIGGER keep_entries ON petitions_entry;
DROP FUNCTION petitions_keep_entries();
DROP TRIGGER keep_words ON petitions_suggestion;
DROP FUNCTION petitions_keep_words();
"""


class Migration(migrations.Migration):
    dependencies = [("petitions", "0001_suggestions")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
