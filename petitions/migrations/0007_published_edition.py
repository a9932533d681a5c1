"""The mark of what the public sees: it changes with whatever is published, edited, counted or withdrawn.

Row by row and only for rows that are or were public: the busy tables of open cases pay nothing.
"""

from django.db import migrations

MARK = """
CREATE TRIGGER petitions_mark_published AFTER UPDATE ON petitions_suggestion
    FOR EACH ROW WHEN (
        OLD.published_at IS DISTINCT FROM NEW.published_at
        OR (NEW.published_at IS NOT NULL AND (
            OLD.public_title, OLD.public_text, OLD.public_reply, OLD.supporter_count, OLD.result_class, OLD.satisfied,
            OLD.solved, OLD.lead_id, OLD.category_id
        ) IS DISTINCT FROM (
            NEW.public_title, NEW.public_text, NEW.public_reply, NEW.supporter_count, NEW.result_class, NEW.satisfied,
            NEW.solved, NEW.lead_id, NEW.category_id
        ))
    )
    EXECUTE FUNCTION congress_mark_edition('published');
CREATE TRIGGER petitions_mark_published_file AFTER UPDATE OF is_public, state ON congress_attachment
    FOR EACH ROW WHEN (OLD.is_public IS DISTINCT FROM NEW.is_public OR (NEW.is_public AND OLD.state <> NEW.state))
    EXECUTE FUNCTION congress_mark_edition('published');
"""
NO_MARK = """
DROP TRIGGER petitions_mark_published ON petitions_suggestion;
DROP TRIGGER petitions_mark_published_file ON congress_attachment;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0006_supervised_index"),
        ("congress", "0009_public_phones"),
    ]

    operations = [migrations.RunSQL(MARK, NO_MARK)]
