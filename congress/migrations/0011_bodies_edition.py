"""The mark of the organisations: kept in memory by who asks at every submit whose office a county's is."""

from django.db import migrations

MARK = """
CREATE TRIGGER congress_mark_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON congress_organisation
    FOR EACH STATEMENT EXECUTE FUNCTION congress_mark_edition('bodies');
"""


class Migration(migrations.Migration):
    dependencies = [("congress", "0010_idempotency_answer")]

    operations = [
        migrations.RunSQL(MARK, "DROP TRIGGER congress_mark_edition ON congress_organisation;"),
    ]
