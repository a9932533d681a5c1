"""Divisions, the working calendar and the rules of deadlines, with the rows that every installation starts from."""

import csv
import datetime as dt
from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from congress.workdays.official import notice_of, official_days, official_years

DIVISIONS = Path(__file__).resolve().parent.parent / "regions" / "data" / "divisions.csv"

# Whoever changes days, rules or divisions, by whatever way: the mark changes in the same transaction. It is a moment, so that it
# never repeats, and so that a case can say by the calendar of which day it was counted.
MARK = """
CREATE FUNCTION congress_mark_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO congress_edition (name, mark)
    VALUES (TG_ARGV[0], to_char(clock_timestamp() AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD-HH24MISS-US'))
    ON CONFLICT (name) DO UPDATE SET mark = EXCLUDED.mark;
    RETURN NULL;
END
$$;
CREATE TRIGGER congress_mark_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON congress_specialday
    FOR EACH STATEMENT EXECUTE FUNCTION congress_mark_edition('days');
CREATE TRIGGER congress_mark_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON congress_calendaryear
    FOR EACH STATEMENT EXECUTE FUNCTION congress_mark_edition('days');
CREATE TRIGGER congress_mark_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON congress_deadlinerule
    FOR EACH STATEMENT EXECUTE FUNCTION congress_mark_edition('rules');
CREATE TRIGGER congress_mark_edition AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON congress_region
    FOR EACH STATEMENT EXECUTE FUNCTION congress_mark_edition('regions');
"""
NO_MARK = """
DROP TRIGGER congress_mark_edition ON congress_specialday;
DROP TRIGGER congress_mark_edition ON congress_calendaryear;
DROP TRIGGER congress_mark_edition ON congress_deadlinerule;
DROP TRIGGER congress_mark_edition ON congress_region;
DROP FUNCTION congress_mark_edition();
"""


def load_divisions(apps, schema_editor):
    Region = apps.get_model("congress", "Region")
    with DIVISIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {row["code"] for row in rows}
    Region.objects.bulk_create(
        Region(
            code=row["code"],
            name=row["name"],
            level=row["level"],
            pinyin=row["pinyin"],
            parent_id=row["parent_code"] if row["parent_code"] in known else None,
        )
        for row in rows
    )


def load_calendar(apps, schema_editor):
    CalendarYear = apps.get_model("congress", "CalendarYear")
    SpecialDay = apps.get_model("congress", "SpecialDay")
    for year in official_years():
        title, number = notice_of(year)
        CalendarYear.objects.create(year=year, notice_title=title, notice_number=number)
        source = f"{title}（{number}）" if number else title
        SpecialDay.objects.bulk_create(
            SpecialDay(date=day.date, is_working=day.is_working, name=day.name, source=source)
            for day in official_days(year)
        )


class Migration(migrations.Migration):
    dependencies = [("congress", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('name', models.CharField(max_length=10, primary_key=True, serialize=False)),
                ('mark', models.CharField(max_length=30)),
            ],
            options={
                'verbose_name': '数据版本',
                'verbose_name_plural': '数据版本',
            },
        ),
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name='年份')),
                ('notice_title', models.CharField(max_length=120, verbose_name='通知标题')),
                ('notice_number', models.CharField(blank=True, max_length=60, verbose_name='发文字号')),
                ('loaded_at', models.DateTimeField(auto_now=True, verbose_name='录入时间')),
                ('loaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='录入人')),
            ],
            options={
                'verbose_name': '放假安排',
                'verbose_name_plural': '放假安排',
                'ordering': ['-year'],
            },
        ),
        migrations.CreateModel(
            name='DeadlineRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80, verbose_name='规则代码')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('amount', models.PositiveSmallIntegerField(verbose_name='期限')),
                ('unit', models.CharField(choices=[('working_days', '个工作日'), ('days', '日'), ('months', '个月')], max_length=20, verbose_name='单位')),
                ('basis', models.CharField(help_text='写明文件名称和条款', max_length=200, verbose_name='依据')),
                ('valid_from', models.DateField(default=dt.date(2000, 1, 1), verbose_name='施行日期')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='失效日期')),
            ],
            options={
                'verbose_name': '期限规则',
                'verbose_name_plural': '期限规则',
                'ordering': ['code', '-valid_from'],
                'constraints': [models.UniqueConstraint(fields=('code', 'valid_from'), name='deadline_rule_once_a_day'), models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('code',), name='deadline_rule_one_open'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='deadline_rule_dates_in_order')],
            },
        ),
        migrations.CreateModel(
            name='RuleChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80, verbose_name='规则代码')),
                ('amount', models.PositiveSmallIntegerField(verbose_name='期限')),
                ('unit', models.CharField(choices=[('working_days', '个工作日'), ('days', '日'), ('months', '个月')], max_length=20, verbose_name='单位')),
                ('basis', models.CharField(max_length=200, verbose_name='依据')),
                ('valid_from', models.DateField(verbose_name='施行日期')),
                ('reason', models.CharField(max_length=500, verbose_name='调整理由')),
                ('state', models.CharField(choices=[('proposed', '待确认'), ('confirmed', '已确认'), ('rejected', '未通过')], default='proposed', max_length=12, verbose_name='状态')),
                ('proposed_at', models.DateTimeField(auto_now_add=True, verbose_name='提出时间')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='确认时间')),
                ('decision_reason', models.CharField(blank=True, max_length=500, verbose_name='确认意见')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='确认人')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人')),
            ],
            options={
                'verbose_name': '期限规则调整',
                'verbose_name_plural': '期限规则调整',
                'ordering': ['-proposed_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('code',), name='rule_change_one_pending'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('decided_by__isnull', False), models.Q(('decided_by', models.F('proposed_by')), _negated=True)), _connector='OR'), name='rule_change_two_persons')],
            },
        ),
        migrations.CreateModel(
            name='SpecialDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='日期')),
                ('is_working', models.BooleanField(verbose_name='上班')),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('source', models.CharField(max_length=200, verbose_name='依据')),
                ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='special_days', to='congress.region', verbose_name='适用地区')),
            ],
            options={
                'verbose_name': '特殊日期',
                'verbose_name_plural': '特殊日期',
                'ordering': ['date'],
                'constraints': [models.UniqueConstraint(fields=('date', 'region'), name='special_day_once', nulls_distinct=False, violation_error_message='该日期已经录入。')],
            },
        ),
        migrations.CreateModel(
            name='RegionMap',
            fields=[
                ('city', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='map', serialize=False, to='congress.region', verbose_name='城市')),
                ('width', models.PositiveSmallIntegerField()),
                ('height', models.PositiveSmallIntegerField()),
                ('outlines', models.JSONField()),
                ('source', models.CharField(max_length=200, verbose_name='数据来源')),
                ('approval', models.CharField(blank=True, help_text='填写后，示意图才会出现在公众门户。', max_length=200, verbose_name='审图号或审核意见')),
                ('built_at', models.DateTimeField(auto_now=True, verbose_name='生成时间')),
            ],
            options={
                'verbose_name': '行政区划示意图',
                'verbose_name_plural': '行政区划示意图',
            },
        ),
        migrations.RunSQL(MARK, NO_MARK),
        migrations.RunPython(load_divisions, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(load_calendar, migrations.RunPython.noop, elidable=False),
    ]
