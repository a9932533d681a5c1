"""Imports of ledgers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A batch that was taken in by mistake can be taken back within a day: its cases carry nothing but what came with it,
# which the service checks. Everything else of the history stays as it is.
FORWARD = """
CREATE OR REPLACE FUNCTION petitions_keep_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND EXISTS (
        SELECT 1 FROM petitions_intakerow AS line JOIN petitions_intakebatch AS batch ON batch.id = line.batch_id
        WHERE line.suggestion_id = OLD.suggestion_id AND batch.state = 'done'
          AND batch.id::text = current_setting('petitions.undo_batch', true)
          AND batch.finished_at > clock_timestamp() - interval '24 hours'
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'an entry of the history cannot be changed or deleted'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""

BACKWARD = """
CREATE OR REPLACE FUNCTION petitions_keep_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an entry of the history cannot be changed or deleted'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('congress', '0008_api'),
        ('petitions', '0003_deadline_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ColumnProfile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headers_key', models.CharField(max_length=64, unique=True)),
                ('headers', models.JSONField()),
                ('matching', models.JSONField()),
                ('used_on', models.DateField()),
            ],
            options={
                'verbose_name': '列对应',
                'verbose_name_plural': '列对应',
            },
        ),
        migrations.CreateModel(
            name='IntakeBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='文件名')),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('state', models.CharField(choices=[('matching', '核对中'), ('queued', '导入中'), ('done', '已导入'), ('refused', '未导入'), ('undone', '已撤销')], default='matching', max_length=10, verbose_name='状态')),
                ('without_reply', models.CharField(choices=[('open', '继续办理：进入待分办，期限从导入当天起算'), ('archive', '只存档：不再办理，不计期限')], default='open', max_length=8, verbose_name='没有答复的')),
                ('skip_bad', models.BooleanField(default=False, verbose_name='只导入无误的行')),
                ('headers', models.JSONField(default=list)),
                ('matching', models.JSONField(default=dict)),
                ('problems', models.JSONField(default=list)),
                ('remarks', models.JSONField(default=list)),
                ('total', models.PositiveIntegerField(default=0)),
                ('imported', models.PositiveIntegerField(default=0, verbose_name='导入')),
                ('finished', models.PositiveIntegerField(default=0, verbose_name='其中已办结')),
                ('repeated', models.PositiveIntegerField(default=0, verbose_name='重复跳过')),
                ('refused', models.PositiveIntegerField(default=0, verbose_name='有误')),
                ('created_at', models.DateTimeField(verbose_name='上传时间')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='congress.region', verbose_name='没有写明地点的算作')),
            ],
            options={
                'verbose_name': '导入批次',
                'verbose_name_plural': '导入批次',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='IntakeRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.PositiveIntegerField()),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='petitions.intakebatch')),
                ('suggestion', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='intake_row', to='petitions.suggestion')),
            ],
            options={
                'verbose_name': '导入行',
                'verbose_name_plural': '导入行',
                'ordering': ['id'],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
