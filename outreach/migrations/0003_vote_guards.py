"""What the database itself promises of a vote: phases forward only, a frozen round, one door for ballots.

The owner of the database can take these away; `manage.py verify_vote` and the stand-alone checker then find what was done.
"""

from django.db import migrations

ROUND = r"""
CREATE FUNCTION vote_round_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    v_phases constant text[] := ARRAY['draft', 'frozen', 'open', 'closed', 'counted', 'published'];
    v_old int;
    v_new int;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.phase <> 'draft' THEN
            RAISE EXCEPTION 'a frozen vote is never deleted' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN OLD;
    END IF;
    v_old := array_position(v_phases, OLD.phase::text);
    v_new := array_position(v_phases, NEW.phase::text);
    IF v_new IS NULL OR v_new NOT IN (v_old, v_old + 1) THEN
        RAISE EXCEPTION 'a vote goes from % to the next phase only, not to %', OLD.phase, NEW.phase
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF v_old > 1 AND (
        (NEW.uid, NEW.code, NEW.year_id, NEW.method_id, NEW.kind, NEW.is_test, NEW.session, NEW.places, NEW.public_key, NEW.kid,
         NEW.threshold_k, NEW.shares_n, NEW.frozen, NEW.frozen_hash, NEW.deputies_total)
        IS DISTINCT FROM
        (OLD.uid, OLD.code, OLD.year_id, OLD.method_id, OLD.kind, OLD.is_test, OLD.session, OLD.places, OLD.public_key, OLD.kid,
         OLD.threshold_k, OLD.shares_n, OLD.frozen, OLD.frozen_hash, OLD.deputies_total)
    ) THEN
        RAISE EXCEPTION 'what was frozen cannot be changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Towards paper only: a vote that began on paper never turns electronic.
    IF v_old > 1 AND NEW.means <> OLD.means AND NOT (OLD.means = 'electronic' AND NEW.means = 'mixed') THEN
        RAISE EXCEPTION 'a frozen vote can only be opened to paper' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF v_old > 2 AND (NEW.present, NEW.opened_at) IS DISTINCT FROM (OLD.present, OLD.opened_at)
        OR v_old > 3 AND (NEW.received, NEW.list_hash, NEW.closed_at) IS DISTINCT FROM (OLD.received, OLD.list_hash, OLD.closed_at)
        OR OLD.opened_hash <> '' AND (NEW.opened, NEW.opened_hash) IS DISTINCT FROM (OLD.opened, OLD.opened_hash)
        OR v_old > 4 AND (NEW.result, NEW.counted_at) IS DISTINCT FROM (OLD.result, OLD.counted_at)
        OR v_old > 5 AND (NEW.archive, NEW.published_at, NEW.decision) IS DISTINCT FROM (OLD.archive, OLD.published_at, OLD.decision)
    THEN
        RAISE EXCEPTION 'what was recorded of a vote cannot be changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$body$;
CREATE TRIGGER vote_round_guard BEFORE UPDATE OR DELETE ON outreach_voteround
    FOR EACH ROW EXECUTE FUNCTION vote_round_guard();

CREATE FUNCTION vote_method_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF OLD.adopted_on IS NOT NULL THEN
        RAISE EXCEPTION 'an adopted voting method cannot be changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$body$;
CREATE TRIGGER vote_method_guard BEFORE UPDATE OR DELETE ON outreach_votingmethod
    FOR EACH ROW EXECUTE FUNCTION vote_method_guard();

-- Lines of the ballot, roll and envelopes stand with the round: candidates for ever, the others but for their marks.
CREATE FUNCTION vote_part_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    v_round bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.round_id ELSE OLD.round_id END;
    v_phase text;
BEGIN
    SELECT phase INTO v_phase FROM outreach_voteround WHERE id = v_round;
    IF TG_TABLE_NAME = 'outreach_credential' THEN
        IF TG_OP = 'DELETE' AND v_phase IS NOT NULL AND v_phase <> 'draft'
            OR TG_OP = 'INSERT' AND v_phase NOT IN ('draft', 'frozen')
            OR TG_OP = 'UPDATE' AND (
                (NEW.id, NEW.round_id, NEW.hash, NEW.number) IS DISTINCT FROM (OLD.id, OLD.round_id, OLD.hash, OLD.number)
                OR OLD.voided AND NOT NEW.voided OR v_phase NOT IN ('frozen', 'open'))
        THEN
            RAISE EXCEPTION 'envelopes of a frozen vote can only be voided' USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSIF TG_TABLE_NAME = 'outreach_rollentry' THEN
        IF TG_OP = 'DELETE' AND v_phase IS NOT NULL AND v_phase <> 'draft'
            OR TG_OP = 'INSERT' AND v_phase <> 'draft'
            OR TG_OP = 'UPDATE' AND v_phase IN ('closed', 'counted', 'published')
            OR TG_OP = 'UPDATE' AND (
                (NEW.id, NEW.round_id, NEW.mandate_id, NEW.seat, NEW.name)
                    IS DISTINCT FROM (OLD.id, OLD.round_id, OLD.mandate_id, OLD.seat, OLD.name)
                OR OLD.credential_given AND NOT NEW.credential_given OR OLD.blinded_hash <> '' AND NEW.blinded_hash <> OLD.blinded_hash)
        THEN
            RAISE EXCEPTION 'the roll of a frozen vote can only be ticked' USING ERRCODE = 'insufficient_privilege';
        END IF;
    ELSIF v_phase IS NOT NULL AND v_phase <> 'draft' THEN
        RAISE EXCEPTION 'the ballot of a frozen vote cannot be changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$body$;
CREATE TRIGGER vote_candidate_guard BEFORE INSERT OR UPDATE OR DELETE ON outreach_roundcandidate
    FOR EACH ROW EXECUTE FUNCTION vote_part_guard();
CREATE TRIGGER vote_roll_guard BEFORE INSERT OR UPDATE OR DELETE ON outreach_rollentry
    FOR EACH ROW EXECUTE FUNCTION vote_part_guard();
CREATE TRIGGER vote_credential_guard BEFORE INSERT OR UPDATE OR DELETE ON outreach_credential
    FOR EACH ROW EXECUTE FUNCTION vote_part_guard();

-- Boxes, spent credentials and openings are written by functions and services, never changed.
CREATE FUNCTION vote_box_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP <> 'INSERT' OR current_setting('outreach.vote_door', true) IS DISTINCT FROM 'on' THEN
        RAISE EXCEPTION 'ballots have one door: % on % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END
$body$;
CREATE TRIGGER vote_box_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON outreach_box
    FOR EACH STATEMENT EXECUTE FUNCTION vote_box_guard();
CREATE TRIGGER vote_spent_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON outreach_spentcredential
    FOR EACH STATEMENT EXECUTE FUNCTION vote_box_guard();

CREATE FUNCTION vote_opening_guard() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'an opening is never changed: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$body$;
CREATE TRIGGER vote_opening_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON outreach_opening
    FOR EACH STATEMENT EXECUTE FUNCTION vote_opening_guard();
"""

CAST = r"""
-- The box of one round: no time, no serial number, nobody. Made with the freezing, gone with the closing.
CREATE FUNCTION vote_make_intake(p_round bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $body$
DECLARE
    v_table text := 'outreach_intake_' || p_round;
BEGIN
    EXECUTE format('CREATE TABLE %I (credential bytea PRIMARY KEY, box bytea NOT NULL, hash bytea NOT NULL UNIQUE)', v_table);
    EXECUTE format('CREATE TRIGGER vote_intake_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I '
                   'FOR EACH STATEMENT EXECUTE FUNCTION vote_box_guard()', v_table);
END
$body$;

-- taken | known (the same box again) | used (another box) | copied | not_open | closed | voided | unknown.
-- p_signed: the credential is a token with the round's blind signature, which the caller has verified.
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

-- All that may be known while a round is open.
CREATE FUNCTION vote_received(p_round bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $body$
DECLARE
    v_count bigint := 0;
BEGIN
    IF to_regclass(format('%I', 'outreach_intake_' || p_round)) IS NULL THEN
        SELECT count(*) INTO v_count FROM outreach_box WHERE round_id = p_round;
        RETURN v_count;
    END IF;
    EXECUTE format('SELECT count(*) FROM %I', 'outreach_intake_' || p_round) INTO v_count;
    RETURN v_count;
END
$body$;

-- Is this credential spent? Asked before one is voided.
CREATE FUNCTION vote_is_spent(p_round bigint, p_credential bytea) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS $body$
DECLARE
    v_found boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(7305, p_round::int);
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE credential = $1)', 'outreach_intake_' || p_round)
        INTO v_found USING p_credential;
    RETURN v_found;
END
$body$;

-- Tears the link: boxes by their hash, spent credentials by theirs, and the table with both is dropped.
CREATE FUNCTION vote_close(p_round bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $body$
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
    FOREACH v_name IN ARRAY ARRAY['vote_make_intake', 'vote_cast', 'vote_received', 'vote_is_spent', 'vote_close'] LOOP
        EXECUTE format('ALTER FUNCTION %I SET search_path = %I, pg_temp', v_name, current_schema());
    END LOOP;
END
$body$;
"""

UNDO = """
DROP FUNCTION vote_close(bigint);
DROP FUNCTION vote_is_spent(bigint, bytea);
DROP FUNCTION vote_received(bigint);
DROP FUNCTION vote_cast(bigint, bytea, bytea, bytea, boolean);
DROP FUNCTION vote_make_intake(bigint);
DROP TRIGGER vote_opening_guard ON outreach_opening;
DROP FUNCTION vote_opening_guard();
DROP TRIGGER vote_spent_guard ON outreach_spentcredential;
DROP TRIGGER vote_box_guard ON outreach_box;
DROP FUNCTION vote_box_guard();
DROP TRIGGER vote_credential_guard ON outreach_credential;
DROP TRIGGER vote_roll_guard ON outreach_rollentry;
DROP TRIGGER vote_candidate_guard ON outreach_roundcandidate;
DROP FUNCTION vote_part_guard();
DROP TRIGGER vote_method_guard ON outreach_votingmethod;
DROP FUNCTION vote_method_guard();
DROP TRIGGER vote_round_guard ON outreach_voteround;
DROP FUNCTION vote_round_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("outreach", "0002_vote")]

    operations = [migrations.RunSQL(ROUND + CAST, UNDO)]
