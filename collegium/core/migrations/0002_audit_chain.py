"""The journal of actions: hashed into a chain as it is written, and never changed afterwards."""

from django.db import migrations

# SECURITY DEFINER: the application may not touch the heads; the trigger, being the owner's, may.
CHAIN = """
CREATE FUNCTION core_audit_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE head core_audithead%ROWTYPE;
BEGIN
    INSERT INTO core_audithead (chain, number, hash) VALUES (COALESCE(NEW.college_id, 0), 0, '')
        ON CONFLICT DO NOTHING;
    -- The lock is held to the end of the transaction: numbers follow the order of commits.
    SELECT * INTO head FROM core_audithead WHERE chain = COALESCE(NEW.college_id, 0) FOR UPDATE;
    NEW.number := head.number + 1;
    NEW.prev_hash := head.hash;
    NEW.at := now();
    NEW.hash := encode(sha256(convert_to(concat_ws(E'\\x1f',
        NEW.prev_hash, NEW.number::text, COALESCE(NEW.college_id::text, ''),
        to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        COALESCE(NEW.actor_id::text, ''), NEW.actor_name, NEW.role, NEW.verb, NEW.target_type,
        NEW.target_id, NEW.target_name, NEW.changes::text, NEW.request_id,
        COALESCE(host(NEW.address), '')), 'UTF8')), 'hex');
    UPDATE core_audithead SET number = NEW.number, hash = NEW.hash
        WHERE chain = COALESCE(NEW.college_id, 0);
    RETURN NEW;
END $$;
CREATE TRIGGER core_audit_chain BEFORE INSERT ON core_auditentry
    FOR EACH ROW EXECUTE FUNCTION core_audit_chain();

CREATE FUNCTION core_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal of actions is append-only' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER core_audit_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON core_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_refuse();
"""
UNDO = """
DROP TRIGGER core_audit_refuse ON core_auditentry;
DROP TRIGGER core_audit_chain ON core_auditentry;
DROP FUNCTION core_audit_refuse();
DROP FUNCTION core_audit_chain();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(CHAIN, UNDO)]
