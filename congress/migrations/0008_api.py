"""Partner systems of the API, and the answers they may ask for again."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SCOPES = [
    ("suggestions:read", "读取群众意见建议"),
    ("suggestions:write", "提交群众意见建议"),
    ("suggestions:handle", "办理群众意见建议"),
    ("registers:read", "读取单位、区划、分类等名录"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("congress", "0007_attachments"),
        ("oauth2_provider", "0022_refreshtoken_token_family_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiClient",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=SCOPES, max_length=40), size=None, verbose_name="可用范围"
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="开立时间")),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_client",
                        to="oauth2_provider.application",
                        verbose_name="应用",
                    ),
                ),
            ],
            options={"verbose_name": "接口账号", "verbose_name_plural": "接口账号"},
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=200)),
                ("call", models.CharField(max_length=500)),
                ("body_hash", models.BinaryField()),
                ("status", models.PositiveSmallIntegerField(null=True)),
                ("answer", models.BinaryField(default=b"")),
                ("location", models.CharField(blank=True, max_length=500)),
                ("made_at", models.DateTimeField(db_index=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "key"), name="idempotency_key_once")],
            },
        ),
    ]
