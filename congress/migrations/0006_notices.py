"""Notices: the outbox, read marks, the texts of the outbox backend, the slots of periodic jobs."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import congress.privacy.fields


class Migration(migrations.Migration):

    dependencies = [
        ('congress', '0005_people_security'),
    ]

    operations = [
        migrations.CreateModel(
            name='InboxMark',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('read_until', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, verbose_name='唯一键')),
                ('template', models.CharField(max_length=80, verbose_name='模板')),
                ('channel', models.CharField(choices=[('inbox', '站内消息'), ('sms', '短信'), ('email', '电子邮件'), ('webhook', '系统推送')], max_length=10, verbose_name='渠道')),
                ('address', congress.privacy.fields.EncryptedTextField(kind='text', null=True, verbose_name='外部地址')),
                ('context', models.JSONField(default=dict, verbose_name='内容参数')),
                ('secrets', congress.privacy.fields.EncryptedTextField(kind='text', null=True, verbose_name='一次性内容')),
                ('about', models.CharField(blank=True, max_length=120, verbose_name='事项')),
                ('day_mark', models.BinaryField(max_length=32, null=True)),
                ('urgent', models.BooleanField(default=False, verbose_name='立即发送')),
                ('link', models.CharField(blank=True, max_length=300, verbose_name='链接')),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='标题')),
                ('body', models.TextField(blank=True, verbose_name='正文')),
                ('state', models.CharField(choices=[('pending', '待发送'), ('delivered', '已送达'), ('parked', '发送失败'), ('skipped', '不再发送')], default='pending', max_length=10, verbose_name='状态')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='尝试次数')),
                ('not_before', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='最早发送时间')),
                ('next_attempt_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='下次尝试')),
                ('last_error', models.CharField(blank=True, max_length=300, verbose_name='最近错误')),
                ('receipt', models.CharField(blank=True, max_length=120, verbose_name='回执号')),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='生成时间')),
                ('delivered_at', models.DateTimeField(null=True, verbose_name='送达时间')),
                ('organisation', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='congress.organisation', verbose_name='接收单位')),
                ('user', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='接收人')),
            ],
            options={
                'verbose_name': '通知',
                'verbose_name_plural': '通知',
            },
        ),
        migrations.CreateModel(
            name='FiredSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('job', models.CharField(max_length=80)),
                ('slot', models.DateTimeField()),
                ('fired_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('job', 'slot'), name='fired_once')],
            },
        ),
        migrations.CreateModel(
            name='OutboxText',
            fields=[
                ('notice', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='congress.notice')),
                ('phone', congress.privacy.fields.EncryptedTextField(kind='phone', verbose_name='手机号')),
                ('text', congress.privacy.fields.EncryptedTextField(kind='text', verbose_name='内容')),
                ('sent_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name='NoticeRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reads', to='congress.notice')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(models.F('channel'), models.F('next_attempt_at'), condition=models.Q(('state', 'pending')), name='notice_waiting'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(models.F('user'), models.OrderBy(models.F('not_before'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('channel', 'inbox'), ('user__isnull', False)), name='notice_inbox_user'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(models.F('organisation'), models.OrderBy(models.F('not_before'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('channel', 'inbox'), ('organisation__isnull', False)), name='notice_inbox_organisation'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(models.F('day_mark'), models.F('delivered_at'), condition=models.Q(('day_mark__isnull', False)), name='notice_day_mark'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(models.F('id'), condition=models.Q(('state', 'parked')), name='notice_parked'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('key',), name='notice_key_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('address__isnull', True), ('organisation__isnull', True), ('user__isnull', False)), models.Q(('address__isnull', True), ('organisation__isnull', False), ('user__isnull', True)), models.Q(('address__isnull', False), ('organisation__isnull', True), ('user__isnull', True)), models.Q(('address__isnull', True), ('organisation__isnull', True), ('user__isnull', True), models.Q(('state', 'pending'), _negated=True)), _connector='OR'), name='notice_one_recipient'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('channel', 'inbox'), _negated=True), ('user__isnull', False), ('organisation__isnull', False), _connector='OR'), name='notice_inbox_is_inside'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'delivered'), _negated=True), ('delivered_at__isnull', False), _connector='OR'), name='notice_delivered_has_time'),
        ),
        migrations.AddConstraint(
            model_name='noticeread',
            constraint=models.UniqueConstraint(fields=('user', 'notice'), name='notice_read_once'),
        ),
    ]
