"""The default limits of suggestions. No national law sets them: comparable offices' rules do, and the office may change
each by two people (domain paper A4). The counting follows the Civil Code, articles 201 to 203."""

from django.db import migrations

HOUSE = "办公室默认规则，参照同类热线和代表联络站办理规定，可由两人更改"

RULES = [
    ("suggestion.triage", "分办", 2, "working_days"),
    ("suggestion.redispatch", "退回后重派", 2, "working_days"),
    ("suggestion.sign", "签收", 1, "working_days"),
    ("suggestion.return", "退回期限", 2, "working_days"),
    ("suggestion.contact", "首次联系群众", 1, "working_days"),
    ("suggestion.reply.ordinary", "一般事项答复", 5, "working_days"),
    ("suggestion.reply.complex", "复杂事项答复", 10, "working_days"),
    ("suggestion.reply.local", "属地协调答复", 5, "working_days"),
    ("suggestion.reply.joint", "联办答复", 20, "working_days"),
    ("suggestion.reply.urgent", "紧急事项答复", 0, "working_days"),
    ("suggestion.rework", "重新办理", 10, "working_days"),
    ("suggestion.follow_up", "回访", 3, "working_days"),
    ("suggestion.meeting", "督办会商", 10, "working_days"),
    ("suggestion.crisis", "紧急处置", 0, "working_days"),
    ("suggestion.rating", "评价期", 15, "days"),
    ("suggestion.archive", "办结后归档", 15, "days"),
]


def write(apps, _schema_editor):
    DeadlineRule = apps.get_model("congress", "DeadlineRule")
    DeadlineRule.objects.bulk_create(
        [
            DeadlineRule(code=code, name=name, amount=amount, unit=unit, basis=HOUSE)
            for code, name, amount, unit in RULES
        ],
        ignore_conflicts=True,
    )


def erase(apps, _schema_editor):
    apps.get_model("congress", "DeadlineRule").objects.filter(code__in=[rule[0] for rule in RULES]).delete()


class Migration(migrations.Migration):
    dependencies = [("petitions", "0002_keep_words"), ("congress", "0008_api")]

    operations = [migrations.RunPython(write, erase)]
