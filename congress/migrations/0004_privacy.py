"""Personal data: looks, phone codes, consent notices with their first versions, retention; counters of limits."""

from datetime import date

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

FIRST_NOTICES = [
    (
        "suggestion",
        "个人信息处理告知书",
        (
            "您提交的意见建议由本级人大常委会办事机构依法受理，并转交有责任办理的单位。\n"
            "我们收集您填写的姓名、手机号码、地点、文字和图片，只用于办理这件事、告诉您结果、听取您的评价和依法统计。\n"
            "姓名、手机号码可以不填；不填不影响受理，只是无法主动联系您，请保管好查询码。\n"
            "承办单位为了办理可以看到您的联系方式，每次查看都会留下记录。网上公开的内容会隐去能够认出您的信息。\n"
            "您可以凭编号和查询码查阅、复制、更正、要求删除您的信息，也可以撤回同意。\n"
            "依据：《中华人民共和国个人信息保护法》第十三条第三项、第三十四条、第三十五条。"
        ),
        "事项办结后保存三年，期满清除个人信息，只留下不含个人信息的办理记录。",
    ),
    (
        "publication",
        "公开办理情况的单独同意",
        (
            "经您单独同意，我们可以在网上公开这件事的问题描述和办理答复，供遇到同样问题的群众参考。\n"
            "公开前会删去姓名、电话、证件号码、车牌号、门牌号等个人信息。不同意公开，不影响办理。\n"
            "您可以随时凭编号和查询码撤回同意，撤回后我们停止公开。\n"
            "依据：《中华人民共和国个人信息保护法》第二十三条、第二十五条。"
        ),
        "公开至您撤回同意或者事项归档满三年为止。",
    ),
    (
        "phone",
        "手机号码验证告知书",
        (
            "我们向您填写的手机号码发送一条验证码短信，用于确认这个号码由您本人使用。\n"
            "验证码十分钟内有效，工作人员不会向您索要验证码。\n"
            "依据：《中华人民共和国个人信息保护法》第十三条第一项、第十七条。"
        ),
        "验证记录保存一个月，其中不含可以读出的号码。",
    ),
]


def publish_first_notices(apps, schema_editor):
    notices = apps.get_model("congress", "ConsentNotice")
    for purpose, title, text, retention in FIRST_NOTICES:
        notices.objects.create(
            purpose=purpose,
            version=1,
            title=title,
            text=text,
            retention=retention,
            published_on=date(2026, 11, 1),
        )


class Migration(migrations.Migration):
    dependencies = [("congress", "0003_audit")]

    operations = [
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("key", models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ("hits", models.IntegerField(verbose_name="次数")),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="失效时间")),
            ],
            options={
                "verbose_name": "限流计数",
                "verbose_name_plural": "限流计数",
            },
        ),
        migrations.CreateModel(
            name="ConsentNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=40, verbose_name="用途代码")),
                ("version", models.PositiveIntegerField(verbose_name="版本")),
                ("title", models.CharField(max_length=100, verbose_name="标题")),
                ("text", models.TextField(verbose_name="告知内容")),
                ("retention", models.CharField(max_length=200, verbose_name="保存期限")),
                ("published_on", models.DateField(verbose_name="公布日期")),
            ],
            options={
                "verbose_name": "个人信息告知书",
                "verbose_name_plural": "个人信息告知书",
                "ordering": ["purpose", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("purpose", "version"), name="consent_notice_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PhoneCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone_index", models.BinaryField(max_length=32)),
                ("purpose", models.CharField(max_length=40, verbose_name="用途")),
                ("code_hash", models.BinaryField(max_length=32)),
                ("sent_at", models.DateTimeField(verbose_name="发送时间")),
                ("expires_at", models.DateTimeField(verbose_name="失效时间")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="试错次数")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="确认时间")),
            ],
            options={
                "verbose_name": "手机验证码",
                "verbose_name_plural": "手机验证码",
                "indexes": [
                    models.Index(fields=["phone_index", "purpose", "-sent_at"], name="phone_code_newest")
                ],
            },
        ),
        migrations.CreateModel(
            name="Retention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60, unique=True, verbose_name="数据类别代码")),
                ("label", models.CharField(max_length=100, verbose_name="数据类别")),
                ("months", models.PositiveSmallIntegerField(verbose_name="保存月数")),
                ("basis", models.CharField(max_length=200, verbose_name="依据")),
            ],
            options={
                "verbose_name": "个人信息保存期限",
                "verbose_name_plural": "个人信息保存期限",
                "ordering": ["kind"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("months__gte", 1)), name="retention_at_least_a_month"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reveal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="日期")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="时间"
                    ),
                ),
                ("target_type", models.CharField(max_length=100, verbose_name="对象类型")),
                ("target_id", models.CharField(max_length=64, verbose_name="对象编号")),
                ("field", models.CharField(max_length=60, verbose_name="数据项")),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="查看人",
                    ),
                ),
            ],
            options={
                "verbose_name": "个人信息查看记录",
                "verbose_name_plural": "个人信息查看记录",
                "indexes": [
                    models.Index(fields=["user", "on"], name="reveal_by_user"),
                    models.Index(fields=["target_type", "target_id"], name="reveal_by_target"),
                ],
            },
        ),
        migrations.RunPython(publish_first_notices, migrations.RunPython.noop),
    ]
