"""What keeps accounts safe: earlier passwords, sign-ins, second factor, and the separation of the administrators."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Lower

import congress.privacy.fields

OWNER = {"on_delete": django.db.models.deletion.CASCADE, "to": settings.AUTH_USER_MODEL}

# Three administrators, three people, and none of them in the business (GB/T 22239-2019, 8.1.5). Grants whose days do
# not meet are no conflict. The account's row is locked first: of two grants given at once the second sees the first.
SEPARATION = """
CREATE FUNCTION congress_grant_separation() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    admins CONSTANT text[] := ARRAY['system_admin', 'security_admin', 'audit_admin'];
BEGIN
    PERFORM 1 FROM congress_user WHERE id = NEW.user_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1
        FROM congress_grant AS one
        JOIN congress_grant AS other ON other.user_id = one.user_id AND other.role <> one.role
        WHERE one.user_id = NEW.user_id
          AND one.role = ANY (admins)
          AND daterange(one.valid_from, one.valid_to, '[]') && daterange(other.valid_from, other.valid_to, '[]')
    ) OR (
        NEW.role = ANY (admins)
        AND EXISTS (SELECT 1 FROM congress_user WHERE id = NEW.user_id AND is_service)
    ) THEN
        RAISE EXCEPTION 'account % would hold an administrator role beside another role', NEW.user_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'grant_separation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER grant_separation
    AFTER INSERT OR UPDATE ON congress_grant
    DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION congress_grant_separation();
"""
NO_SEPARATION = """
DROP TRIGGER grant_separation ON congress_grant;
DROP FUNCTION congress_grant_separation();
"""


class Migration(migrations.Migration):
    dependencies = [("congress", "0004_privacy")]

    operations = [
        migrations.AlterModelManagers(name="user", managers=[]),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(username=Lower("username")), name="user_name_lower_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(condition=models.Q(is_superuser=False), name="user_no_superuser"),
        ),
        migrations.AddField(
            model_name="user",
            name="reopened_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="恢复时间"),
        ),
        migrations.RunSQL(SEPARATION, NO_SEPARATION),
        migrations.CreateModel(
            name="PasswordRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128)),
                ("made_at", models.DateTimeField()),
                ("user", models.ForeignKey(related_name="password_records", **OWNER)),
            ],
            options={
                "indexes": [models.Index(fields=["user", "-made_at"], name="password_record_newest")],
            },
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("session_key", models.CharField(max_length=40, unique=True)),
                ("device", models.CharField(max_length=60, verbose_name="设备")),
                ("address", models.GenericIPAddressField(null=True, verbose_name="网络地址")),
                ("signed_in_at", models.DateTimeField(verbose_name="登录时间")),
                ("seen_at", models.DateTimeField(verbose_name="最近操作")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("left", "本人退出"),
                            ("ended", "本人在别处结束"),
                            ("idle", "长时间未操作"),
                            ("too_long", "超过最长登录时间"),
                            ("replaced", "登录过多，自动结束"),
                            ("closed", "账号停用或密码变更"),
                        ],
                        max_length=10,
                    ),
                ),
                ("user", models.ForeignKey(related_name="sign_ins", **OWNER)),
            ],
            options={
                "verbose_name": "登录",
                "verbose_name_plural": "登录",
                "indexes": [models.Index(fields=["user", "-seen_at"], name="sign_in_newest")],
            },
        ),
        migrations.CreateModel(
            name="TotpDevice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(help_text="The human-readable name of this device.", max_length=64),
                ),
                ("confirmed", models.BooleanField(default=True, help_text="Is this device ready for use?")),
                ("seed", congress.privacy.fields.EncryptedTextField(kind="text")),
                ("last_step", models.BigIntegerField(default=-1)),
                ("made_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(help_text="The user that this device belongs to.", **OWNER),
                ),
            ],
            options={
                "verbose_name": "动态口令",
                "verbose_name_plural": "动态口令",
                "abstract": False,
                "constraints": [models.UniqueConstraint(fields=["user", "confirmed"], name="totp_device_once")],
            },
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("used_at", models.DateTimeField(null=True)),
                ("user", models.ForeignKey(related_name="recovery_codes", **OWNER)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once"),
                ],
            },
        ),
    ]
