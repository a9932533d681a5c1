"""Where each automatic award comes from: SELECTs of (deputy, event, key, day, quantity, level, division).

Level and division are set where an event belongs to one congress: its session feeds that mandate only.
Only verified entries count; a corrected entry counts by its correction. Parameters: the first and the last day.
"""

from deputies.points.states import EventKind

AUTOMATIC = frozenset(EventKind) - {
    EventKind.PROPOSAL_LEAD,
    EventKind.PROPOSAL_COSIGN,
    EventKind.HOTLINE,
    EventKind.VOICE_SOLVED,
    EventKind.CLAIMED,
}

EVENTS = """
SELECT a.deputy_id, CASE WHEN a.presence = 'present' THEN 'session_half_day'
    WHEN a.presence = 'absent' AND NOT a.is_approved THEN 'session_absent' ELSE 'session_leave' END AS event,
    'meeting:' || a.meeting_id AS key, a."on", a.half_days * 100 AS quantity, m.level, m.region_code
FROM deputies_meetingattendance a JOIN deputies_meeting m ON m.id = a.meeting_id
WHERE m.kind = 'session' AND a."on" BETWEEN %(first)s AND %(last)s
UNION ALL
SELECT a.deputy_id, 'speech', 'speech:' || a.meeting_id, a."on", a.speeches * 100, m.level, m.region_code
FROM deputies_meetingattendance a JOIN deputies_meeting m ON m.id = a.meeting_id
WHERE a.presence = 'present' AND a.speeches > 0 AND a."on" BETWEEN %(first)s AND %(last)s
UNION ALL
SELECT p.deputy_id, CASE WHEN e.kind = 'training' THEN 'training_hours' WHEN e.kind = 'report' THEN 'report'
    WHEN e.subkind = 'group' THEN 'group_activity' WHEN e.subkind = 'good_deed' THEN 'good_deed'
    ELSE 'activity' END,
    CASE WHEN e.kind = 'training' THEN 'training:' ELSE 'entry:' END || e.id, e.happened_on,
    CASE WHEN e.kind = 'training' THEN (COALESCE(e.hours, 0) * 100)::int ELSE 100 END, '', ''
FROM deputies_logentry e JOIN deputies_entrydeputy p ON p.entry_id = e.id
WHERE e.state = 'verified' AND p.attendance = 'present' AND e.happened_on BETWEEN %(first)s AND %(last)s
    AND (e.kind IN ('training', 'report') OR e.kind = 'activity'
        AND e.subkind IN ('inspection', 'research', 'law_check', 'group', 'good_deed'))
UNION ALL
SELECT p.deputy_id, 'report_good', 'vote:' || e.id, e.happened_on, 100, '', ''
FROM deputies_reportvote v JOIN deputies_logentry e ON e.id = v.entry_id
JOIN deputies_entrydeputy p ON p.entry_id = e.id
WHERE v.grade = 'good' AND e.state = 'verified' AND e.happened_on BETWEEN %(first)s AND %(last)s
UNION ALL
SELECT p.deputy_id, 'voice_raised', 'voice:' || v.id, e.happened_on, 100, '', ''
FROM deputies_voice v JOIN deputies_logentry e ON e.id = v.entry_id
JOIN deputies_entrydeputy p ON p.entry_id = e.id
WHERE v.matter_number <> '' AND e.state = 'verified' AND p.attendance = 'present'
    AND e.happened_on BETWEEN %(first)s AND %(last)s
UNION ALL
SELECT d.id, 'late_entry', 'late:' || e.id, e.happened_on, 100, '', ''
FROM deputies_logentry e JOIN deputies_deputy d ON d.user_id = e.recorded_by_id
WHERE e.is_late AND e.state = 'verified' AND e.happened_on BETWEEN %(first)s AND %(last)s
UNION ALL
SELECT p.deputy_id, CASE WHEN s.state = 'missed' THEN 'duty_missed' ELSE 'duty' END,
    'shift:' || s.id, s."on", 100, '', ''
FROM deputies_dutyshift s JOIN deputies_shiftdeputy p ON p.shift_id = s.id AND p.left_at IS NULL
WHERE s."on" BETWEEN %(first)s AND %(last)s AND (s.state = 'missed' OR s.state = 'done' AND EXISTS (
    SELECT 1 FROM deputies_checkin c WHERE c.shift_id = s.id AND c.deputy_id = p.deputy_id))
UNION ALL
-- Twice a half-year: when every household on the list was spoken to, and when every one was visited at home.
SELECT h.deputy_id, 'half_year_contact', 'contact:' || d.half || ':' || w.way, MAX(f."on"), 100, '', ''
FROM (VALUES (1, %(first)s::date, %(first)s::date + interval '6 months' - interval '1 day'),
    (2, (%(first)s::date + interval '6 months')::date, %(last)s::date)) d (half, since, until)
CROSS JOIN (VALUES ('call'), ('visit')) w (way)
JOIN deputies_household h ON h.added_on <= d.until AND (h.ended_on IS NULL OR h.ended_on > d.until)
LEFT JOIN LATERAL (SELECT MIN(c."on") AS "on" FROM deputies_contact c WHERE c.household_id = h.id
    AND c."on" BETWEEN d.since AND d.until AND (w.way = 'call' OR c.way = 'visit')) f ON true
GROUP BY h.deputy_id, d.half, w.way HAVING COUNT(*) = COUNT(f."on")
UNION ALL
SELECT h.deputy_id, 'honour', 'honour:' || h.id, h."on",
    CASE h.rank WHEN 'province' THEN 500 WHEN 'city' THEN 300 WHEN 'county' THEN 200 ELSE 100 END, '', ''
FROM deputies_honour h WHERE h."on" BETWEEN %(first)s AND %(last)s
"""
