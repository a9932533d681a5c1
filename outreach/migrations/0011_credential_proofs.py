"""What proves that a spent credential was made for the round is kept with its hash: whoever writes into the database
knows hashes alone and can add no ballot for an envelope that was not used.
"""

from django.db import migrations, models

NOW = r"""
DROP FUNCTION vote_cast(bigint, bytea, bytea, bytea, boolean);

CREATE OR REPLACE FUNCTION vote_make_intake(p_round bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $body$
DECLARE
    v_table text := 'outreach_intake_' || p_round;
BEGIN
    EXECUTE format('CREATE TABLE %I (credential bytea PRIMARY KEY, proof bytea NOT NULL, box bytea NOT NULL, hash bytea NOT NULL UNIQUE)', v_table);
    EXECUTE format('CREATE TRIGGER vote_intake_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I '
                   'FOR EACH STATEMENT EXECUTE FUNCTION vote_box_guard()', v_table);
END
$body$;

CREATE FUNCTION vote_cast(p_round bigint, p_credential bytea, p_box bytea, p_hash bytea, p_signed boolean, p_proof bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER AS $body$
DECLARE
    v_phase text;
    v_voided boolean;
    v_table text := 'outreach_intake_' || p_round;
    v_kept bytea;
    v_count bigint;
BEGIN
    -- Closing takes the same lock alone: no box arrives between the copy and the end.
    PERFORM pg_advisory_xact_lock_shared(7305, p_round::int);
    SELECT phase INTO v_phase FROM outreach_voteround WHERE id = p_round;
    IF v_phase IS NULL THEN RETURN 'unknown'; END IF;
    IF v_phase IN ('draft', 'frozen') THEN RETURN 'not_open'; END IF;
    IF v_phase <> 'open' THEN
        IF EXISTS (SELECT 1 FROM outreach_box b WHERE b.round_id = p_round AND b.hash = p_hash) THEN RETURN 'known'; END IF;
        RETURN 'closed';
    END IF;
    IF NOT p_signed THEN
        SELECT voided INTO v_voided FROM outreach_credential WHERE round_id = p_round AND hash = p_credential;
        IF v_voided IS NULL THEN RETURN 'unknown'; END IF;
        IF v_voided THEN RETURN 'voided'; END IF;
    END IF;
    PERFORM set_config('outreach.vote_door', 'on', true);
    EXECUTE format('INSERT INTO %I (credential, box, hash, proof) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING', v_table)
        USING p_credential, p_box, p_hash, p_proof;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    PERFORM set_config('outreach.vote_door', 'off', true);
    IF v_count = 1 THEN RETURN 'taken'; END IF;
    EXECUTE format('SELECT hash FROM %I WHERE credential = $1', v_table) INTO v_kept USING p_credential;
    RETURN CASE WHEN v_kept IS NULL THEN 'copied' WHEN v_kept = p_hash THEN 'known' ELSE 'used' END;
END
$body$;

CREATE OR REPLACE FUNCTION vote_close(p_round bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $body$
DECLARE
    v_table text := 'outreach_intake_' || p_round;
    v_count bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(7305, p_round::int);
    PERFORM 1 FROM outreach_voteround WHERE id = p_round AND phase = 'open';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only an open vote can be closed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('outreach.vote_door', 'on', true);
    EXECUTE format('INSERT INTO outreach_box (round_id, hash, box) SELECT $1, hash, box FROM %I ORDER BY hash', v_table)
        USING p_round;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    EXECUTE format('INSERT INTO outreach_spentcredential (round_id, hash, proof) SELECT $1, credential, proof FROM %I ORDER BY credential', v_table)
        USING p_round;
    PERFORM set_config('outreach.vote_door', 'off', true);
    EXECUTE format('DROP TABLE %I', v_table);
    RETURN v_count;
END
$body$;

DO $body$
DECLARE
    v_name text;
BEGIN
    FOREACH v_name IN ARRAY ARRAY['vote_make_intake', 'vote_cast', 'vote_close'] LOOP
        EXECUTE format('ALTER FUNCTION %I SET search_path = %I, pg_temp', v_name, current_schema());
    END LOOP;
END
$body$;
"""

BEFORE = r"""
DROP FUNCTION vote_cast(bigint, bytea, bytea, bytea, boolean, bytea);

CREATE OR REPLACE FUNCTION vote_make_intake(p_round bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $body$
DECLARE
    v_table text := 'outreach_intake_' || p_round;
BEGIN
    EXECUTE format('CREATE TABLE %I (credential bytea PRIMARY KEY, box bytea NOT NULL, hash bytea NOT NULL UNIQUE)', v_table);
    EXECUTE format('CREATE TRIGGER vote_intake_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I '
                   'FOR EACH STATEMENT EXECUTE FUNCTION vote_box_guard()', v_table);
END
$body$;

CREATE FUNCTION vote_cast(p_round bigint, p_credential bytea, p_box bytea, p_hash bytea, p_signed boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER AS $body$
DECLARE
    v_phase text;
    v_voided boolean;
    v_table text := 'outreach_intake_' || p_round;
    v_kept bytea;
    v_count bigint;
BEGIN
    -- Closing takes the same lock alone: no box arrives between the copy and the end.
    PERFORM pg_advisory_xact_lock_shared(7305, p_round::int);
    SELECT phase INTO v_phase FROM outreach_voteround WHERE id = p_round;
    IF v_phase IS NULL THEN RETURN 'unknown'; END IF;
    IF v_phase IN ('draft', 'frozen') THEN RETURN 'not_open'; END IF;
    IF v_phase <> 'open' THEN
        IF EXISTS (SELECT 1 FROM outreach_box b WHERE b.round_id = p_round AND b.hash = p_hash) THEN RETURN 'known'; END IF;
        RETURN 'closed';
    END IF;
    IF NOT p_signed THEN
        SELECT voided INTO v_voided FROM outreach_credential WHERE round_id = p_round AND hash = p_credential;
        IF v_voided IS NULL THEN RETURN 'unknown'; END IF;
        IF v_voided THEN RETURN 'voided'; END IF;
    END IF;
    PERFORM set_config('outreach.vote_door', 'on', true);
    EXECUTE format('INSERT INTO %I (credential, box, hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', v_table)
        USING p_credential, p_box, p_hash;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    PERFORM set_config('outreach.vote_door', 'off', true);
    IF v_count = 1 THEN RETURN 'taken'; END IF;
    EXECUTE format('SELECT hash FROM %I WHERE credential = $1', v_table) INTO v_kept USING p_credential;
    RETURN CASE WHEN v_kept IS NULL THEN 'copied' WHEN v_kept = p_hash THEN 'known' ELSE 'used' END;
END
$body$;

CREATE OR REPLACE FUNCTION vote_close(p_round bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $body$
DECLARE
    v_table text := 'outreach_intake_' || p_round;
    v_count bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(7305, p_round::int);
    PERFORM 1 FROM outreach_voteround WHERE id = p_round AND phase = 'open';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only an open vote can be closed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('outreach.vote_door', 'on', true);
    EXECUTE format('INSERT INTO outreach_box (round_id, hash, box) SELECT $1, hash, box FROM %I ORDER BY hash', v_table)
        USING p_round;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    EXECUTE format('INSERT INTO outreach_spentcredential (round_id, hash) SELECT $1, credential FROM %I ORDER BY credential', v_table)
        USING p_round;
    PERFORM set_config('outreach.vote_door', 'off', true);
    EXECUTE format('DROP TABLE %I', v_table);
    RETURN v_count;
END
$body$;

DO $body$
DECLARE
    v_name text;
BEGIN
    FOREACH v_name IN ARRAY ARRAY['vote_make_intake', 'vote_cast', 'vote_close'] LOOP
        EXECUTE format('ALTER FUNCTION %I SET search_path = %I, pg_temp', v_name, current_schema());
    END LOOP;
END
$body$;
"""


class Migration(migrations.Migration):
    dependencies = [("outreach", "0010_paper_on_the_roll")]

    operations = [
        migrations.AddField(
            model_name="spentcredential", name="proof", field=models.BinaryField(default=b"", max_length=448)
        ),
        migrations.RunSQL(NOW, BEFORE),
    ]
