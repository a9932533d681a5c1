"""Attachments: what is known of stored files."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('congress', '0006_notices'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('owner_id', models.CharField(blank=True, max_length=40)),
                ('kind', models.CharField(choices=[('image', '图片'), ('pdf', 'PDF'), ('document', '文档'), ('sheet', '表格'), ('text', '文本'), ('video', '视频')], max_length=10, verbose_name='种类')),
                ('original_name', models.CharField(max_length=255, verbose_name='原文件名')),
                ('caption', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('content_type', models.CharField(max_length=100, verbose_name='内容类型')),
                ('size', models.PositiveBigIntegerField(verbose_name='字节数')),
                ('sha256', models.CharField(max_length=64, verbose_name='校验值')),
                ('width', models.PositiveIntegerField(null=True, verbose_name='宽')),
                ('height', models.PositiveIntegerField(null=True, verbose_name='高')),
                ('is_public', models.BooleanField(default=False, verbose_name='公开')),
                ('state', models.CharField(choices=[('clean', '已检查'), ('unscanned', '未扫描'), ('quarantine', '已隔离')], default='unscanned', max_length=10, verbose_name='状态')),
                ('uploaded_on', models.DateField(verbose_name='上传日期')),
                ('uploaded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='上传时间')),
                ('owner_type', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人')),
            ],
            options={
                'verbose_name': '附件',
                'verbose_name_plural': '附件',
                'indexes': [models.Index(models.F('owner_type'), models.F('owner_id'), models.F('uploaded_at'), name='attachment_owner'), models.Index(models.F('uploaded_at'), condition=models.Q(('state', 'unscanned')), name='attachment_unscanned')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('owner_id', ''), ('owner_type__isnull', True)), models.Q(('owner_type__isnull', False), models.Q(('owner_id', ''), _negated=True)), _connector='OR'), name='attachment_owner_whole'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'quarantine'), _negated=True), ('is_public', False), _connector='OR'), name='attachment_quarantine_is_private')],
            },
        ),
    ]
