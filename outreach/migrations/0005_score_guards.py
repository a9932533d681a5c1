"""A published result stays as it was published; it and a project's step mark what the public sees; three months to the
second assessment, a rule that two people may change."""

from django.db import migrations

GUARDS = r"""
CREATE FUNCTION assessment_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.state = 'published' THEN
        RAISE EXCEPTION 'a published assessment cannot be changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$body$;
CREATE TRIGGER assessment_guard BEFORE UPDATE OR DELETE ON outreach_assessment
    FOR EACH ROW EXECUTE FUNCTION assessment_guard();
CREATE FUNCTION assessment_item_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF EXISTS (SELECT 1 FROM outreach_assessment a WHERE a.id = OLD.assessment_id AND a.state = 'published') THEN
        RAISE EXCEPTION 'a published assessment cannot be changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$body$;
CREATE TRIGGER assessment_item_guard BEFORE UPDATE OR DELETE ON outreach_assessmentitem
    FOR EACH ROW EXECUTE FUNCTION assessment_item_guard();
CREATE TRIGGER outreach_mark_assessed AFTER UPDATE OF state ON outreach_assessment
    FOR EACH ROW WHEN (NEW.state = 'published') EXECUTE FUNCTION congress_mark_edition('published');
CREATE TRIGGER outreach_mark_project AFTER UPDATE ON outreach_project
    FOR EACH ROW WHEN (OLD.state NOT IN ('initial', 'dropped') OR NEW.state NOT IN ('initial', 'dropped'))
    EXECUTE FUNCTION congress_mark_edition('published');
"""
NO_GUARDS = """
DROP TRIGGER outreach_mark_project ON outreach_project;
DROP TRIGGER outreach_mark_assessed ON outreach_assessment;
DROP TRIGGER assessment_item_guard ON outreach_assessmentitem;
DROP FUNCTION assessment_item_guard();
DROP TRIGGER assessment_guard ON outreach_assessment;
DROP FUNCTION assessment_guard();
"""
CODE = "project.rectify"


def write(apps, _schema_editor):
    DeadlineRule = apps.get_model("congress", "DeadlineRule")
    DeadlineRule.objects.bulk_create(
        [
            DeadlineRule(
                code=CODE,
                name="民生实事整改后复评",
                amount=3,
                unit="months",
                basis="办公室默认规则，参照各地民生实事项目测评办法，可由两人更改",
            )
        ],
        ignore_conflicts=True,
    )


def erase(apps, _schema_editor):
    apps.get_model("congress", "DeadlineRule").objects.filter(code=CODE).delete()


class Migration(migrations.Migration):
    dependencies = [("outreach", "0004_scores"), ("congress", "0012_deputy_scopes")]

    operations = [
        migrations.RunSQL(GUARDS, NO_GUARDS),
        migrations.RunPython(write, erase, elidable=False),
    ]
