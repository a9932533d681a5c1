"""The work log: events, the head of their chain, the one function that appends, the triggers that refuse the rest.

The hashed form is described in `congress/audit/chain.py`.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import congress.audit.models

APPEND = r"""
CREATE FUNCTION audit_append(
    p_actor bigint, p_outsider text, p_request text, p_address text,
    p_verbs text[], p_types text[], p_ids text[], p_labels text[], p_facts text[]
) RETURNS TABLE (seq bigint, at timestamptz, actor_name text, organisation text, previous bytea, hash bytea)
LANGUAGE plpgsql SECURITY DEFINER AS $body$
#variable_conflict use_column
DECLARE
    v_name text := p_outsider;
    v_organisation text := '';
    v_seq bigint;
    v_hash bytea;
    v_seqs bigint[] := '{}';
    v_ats timestamptz[] := '{}';
    v_links bytea[] := '{}';
    v_at timestamptz;
    v_common text;
BEGIN
    IF p_actor IS NOT NULL THEN
        SELECT left(regexp_replace(u.name, '[\x01-\x1f\x7f]+', ' ', 'g'), 100) INTO v_name
        FROM congress_user u WHERE u.id = p_actor;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'audit_append: there is no account %', p_actor;
        END IF;
        SELECT coalesce(left(string_agg(DISTINCT regexp_replace(o.short_name, '[\x01-\x1f\x7f]+', ' ', 'g'), '、'), 200), '')
        INTO v_organisation
        FROM congress_grant g JOIN congress_organisation o ON o.id = g.organisation_id
        WHERE g.user_id = p_actor
          AND (g.valid_from IS NULL OR g.valid_from <= (now() AT TIME ZONE 'Asia/Shanghai')::date)
          AND (g.valid_to IS NULL OR g.valid_to >= (now() AT TIME ZONE 'Asia/Shanghai')::date);
    END IF;

    -- From here to the end of the transaction every other writer of the log waits.
    SELECT h.seq, h.hash INTO v_seq, v_hash FROM congress_audithead h WHERE h.id = 1 FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'audit_append: the head of the chain is missing';
    END IF;

    v_links := ARRAY[v_hash];
    FOR i IN 1 .. cardinality(p_verbs) LOOP
        v_seq := v_seq + 1;
        v_at := clock_timestamp();
        v_hash := sha256(convert_to(
            encode(v_hash, 'hex') || E'\n' || v_seq || E'\n'
            || to_char(v_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || E'\n'
            || coalesce(p_actor::text, '') || E'\n' || v_name || E'\n' || v_organisation || E'\n'
            || p_verbs[i] || E'\n' || p_types[i] || E'\n' || p_ids[i] || E'\n' || p_labels[i] || E'\n'
            || p_request || E'\n' || p_address || E'\n' || p_facts[i], 'UTF8'));
        v_seqs := v_seqs || v_seq;
        v_ats := v_ats || v_at;
        v_links := v_links || v_hash;
    END LOOP;

    PERFORM set_config('congress.audit_append', 'on', true);
    INSERT INTO congress_auditevent (
        seq, at, actor_id, actor_name, organisation, verb, target_type, target_id, target_label, request_id, address,
        facts, previous, hash)
    SELECT r.seq, r.at, p_actor, v_name, v_organisation, r.verb, r.type, r.id, r.label, p_request, p_address,
           r.facts::json, r.previous, r.hash
    FROM unnest(v_seqs, v_ats, p_verbs, p_types, p_ids, p_labels, p_facts,
                v_links[1:cardinality(p_verbs)], v_links[2:]) AS r(seq, at, verb, type, id, label, facts, previous, hash);
    UPDATE congress_audithead SET seq = v_seq, hash = v_hash WHERE id = 1;
    PERFORM set_config('congress.audit_append', 'off', true);
    RETURN QUERY SELECT r.seq, r.at, v_name, v_organisation, r.previous, r.hash
    FROM unnest(v_seqs, v_ats, v_links[1:cardinality(p_verbs)], v_links[2:]) AS r(seq, at, previous, hash);
END
$body$;

-- Whoever may call it cannot put tables of the same names in front: temporary ones come last.
DO $body$
BEGIN
    EXECUTE format('ALTER FUNCTION audit_append SET search_path = %I, pg_temp', current_schema());
END
$body$;
"""

GUARD = r"""
-- The chain begins here: a head that is missing later was removed.
INSERT INTO congress_audithead (id, seq, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

ALTER TABLE congress_auditevent ADD CONSTRAINT audit_short_columns_one_line CHECK (
    (actor_name || organisation || verb || target_type || target_id || target_label || request_id || address)
    !~ '[\x01-\x1f\x7f]');

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP IN ('DELETE', 'TRUNCATE') OR (TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'congress_auditevent')
        OR current_setting('congress.audit_append', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'the work log is append-only: % on % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege', HINT = 'Events are written by audit_append() alone.';
    END IF;
    RETURN NULL;
END
$body$;

CREATE TRIGGER audit_event_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON congress_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON congress_audithead
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
-- ALWAYS: they fire for replicated changes and under session_replication_role = replica, too.
ALTER TABLE congress_auditevent ENABLE ALWAYS TRIGGER audit_event_guard;
ALTER TABLE congress_audithead ENABLE ALWAYS TRIGGER audit_head_guard;
"""

UNDO = """
DROP TRIGGER audit_event_guard ON congress_auditevent;
DROP TRIGGER audit_head_guard ON congress_audithead;
DROP FUNCTION audit_refuse();
DROP FUNCTION audit_append(bigint, text, text, text, text[], text[], text[], text[], text[]);
ALTER TABLE congress_auditevent DROP CONSTRAINT audit_short_columns_one_line;
"""


class Migration(migrations.Migration):
    dependencies = [("congress", "0002_workdays")]

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={"verbose_name": "审计链尾", "verbose_name_plural": "审计链尾"},
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="序号")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("actor_name", models.CharField(max_length=100, verbose_name="操作人姓名")),
                ("organisation", models.CharField(max_length=200, verbose_name="操作人单位")),
                ("verb", models.CharField(max_length=100, verbose_name="事项")),
                ("target_type", models.CharField(max_length=100, verbose_name="对象类型")),
                ("target_id", models.CharField(max_length=64, verbose_name="对象编号")),
                ("target_label", models.CharField(max_length=200, verbose_name="对象")),
                ("request_id", models.CharField(max_length=64, verbose_name="请求编号")),
                ("address", models.CharField(max_length=64, verbose_name="来源地址")),
                ("facts", congress.audit.models.ExactJSONField(verbose_name="内容")),
                ("previous", models.BinaryField(verbose_name="上一条校验值")),
                ("hash", models.BinaryField(verbose_name="校验值")),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
            ],
            options={
                "verbose_name": "审计记录",
                "verbose_name_plural": "审计记录",
                "ordering": ["seq"],
                "indexes": [
                    models.Index(fields=["target_type", "target_id", "seq"], name="audit_by_target"),
                    models.Index(fields=["actor", "seq"], name="audit_by_actor"),
                    models.Index(fields=["verb", "seq"], name="audit_by_verb"),
                    models.Index(
                        condition=models.Q(("request_id", ""), _negated=True),
                        fields=["request_id"],
                        name="audit_by_request",
                    ),
                ],
            },
        ),
        migrations.RunSQL(APPEND, UNDO),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
