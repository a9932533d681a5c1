"""The form in which an event is hashed.

The hash of an event is SHA-256 over the UTF-8 bytes of these lines, joined by one line feed (no line feed at the end):

 1. the hash of the event before it, 64 lower-case hex digits (of the first event: 64 zeros)
 2. seq, decimal
 3. at, UTC, `YYYY-MM-DDTHH:MM:SS.ffffffZ`
 4. the id of the actor's account, decimal; empty for an actor without an account
 5. actor_name
 6. organisation
 7. verb
 8. target_type
 9. target_id
10. target_label
11. request_id
12. address
13. facts, the JSON text as stored

Lines 4 to 12 hold no control characters (a CHECK of the table) and line 13 none either (JSON escapes them), so two
different events never give the same bytes. The database function `audit_append` writes this form, `verify` reads it.
"""

GENESIS = "0" * 64

# The columns of an event in the order of the form, as SQL that gives text. Shared by the check and the export.
FORM = """encode(previous, 'hex') AS previous, seq,
 to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, coalesce(actor_id::text, '') AS actor,
 actor_name, organisation, verb, target_type, target_id, target_label, request_id, address, facts::text AS facts"""
