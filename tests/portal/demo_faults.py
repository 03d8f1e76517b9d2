"""What must not be found in any demo college: each query counts the faults."""

FAULTS = {
    "two meetings of a teacher at once": """
        SELECT count(*) FROM (SELECT 1 FROM timetable_meeting m
        JOIN timetable_meetingteacher t ON t.meeting_id = m.id WHERE m.state <> 'cancelled'
        GROUP BY m.date, m.slot_id, t.employee_id HAVING count(*) > 1) x""",
    "two meetings in a room at once": """
        SELECT count(*) FROM (SELECT 1 FROM timetable_meeting m
        JOIN timetable_meetingroom r ON r.meeting_id = m.id WHERE m.state <> 'cancelled'
        GROUP BY m.date, m.slot_id, r.room_id HAVING count(*) > 1) x""",
    "two lessons of a group at once": """
        SELECT count(*) FROM (SELECT 1 FROM timetable_meeting m
        JOIN timetable_lesson l ON l.meeting_id = m.id
        JOIN roster_coursesection s ON s.id = l.section_id WHERE m.state <> 'cancelled'
        GROUP BY m.date, m.slot_id, s.group_id HAVING count(*) > 1) x""",
    "a meeting without its three claims, or a cancelled one with any": """
        SELECT count(*) FROM (SELECT m.state, count(c.id) AS claims FROM timetable_meeting m
        LEFT JOIN timetable_claim c ON c.meeting_id = m.id GROUP BY m.id) x
        WHERE claims <> CASE WHEN state = 'cancelled' THEN 0 ELSE 3 END""",
    "a mark of someone who was not in the group": """
        SELECT count(*) FROM gradebook_mark k JOIN gradebook_assessment a ON a.id = k.assessment_id
        JOIN timetable_lesson l ON l.id = a.lesson_id
        JOIN timetable_meeting m ON m.id = l.meeting_id
        JOIN roster_coursesection s ON s.id = l.section_id
        WHERE NOT EXISTS (SELECT 1 FROM roster_enrollment e WHERE e.student_id = k.student_id
        AND e.group_id = s.group_id AND e.valid @> m.date AND e.status = 'studying')""",
    "a mark of someone who was absent": """
        SELECT count(*) FROM gradebook_mark k JOIN gradebook_assessment a ON a.id = k.assessment_id
        JOIN gradebook_absence b ON b.lesson_id = a.lesson_id AND b.student_id = k.student_id
        WHERE b.counts <> 'late'""",
    "an absence of someone who was not in the group": """
        SELECT count(*) FROM gradebook_absence b JOIN timetable_lesson l ON l.id = b.lesson_id
        JOIN timetable_meeting m ON m.id = l.meeting_id
        JOIN roster_coursesection s ON s.id = l.section_id
        WHERE NOT EXISTS (SELECT 1 FROM roster_enrollment e WHERE e.student_id = b.student_id
        AND e.group_id = s.group_id AND e.valid @> m.date AND e.status = 'studying')""",
    "marks or absences of a lesson whose attendance nobody confirmed": """
        SELECT count(*) FROM timetable_lesson l WHERE l.attendance_confirmed_at IS NULL AND (
        EXISTS (SELECT 1 FROM gradebook_absence b WHERE b.lesson_id = l.id) OR
        EXISTS (SELECT 1 FROM gradebook_assessment a WHERE a.lesson_id = l.id))""",
    "more hours of a kind than the curriculum has": """
        SELECT count(*) FROM (SELECT s.item_id, l.kind, sum(l.hours) AS laid,
        (t.number + 2 * (extract(year FROM lower(y.span)) - g.admission_year)) AS semester
        FROM timetable_lesson l JOIN timetable_meeting m ON m.id = l.meeting_id
        JOIN roster_coursesection s ON s.id = l.section_id
        JOIN roster_studygroup g ON g.id = s.group_id JOIN organization_term t ON t.id = s.term_id
        JOIN organization_academicyear y ON y.id = t.year_id WHERE m.state <> 'cancelled'
        GROUP BY s.id, l.kind, t.number, y.span, g.admission_year) x
        WHERE laid > (SELECT coalesce(sum(h.hours), 0) FROM curricula_itemhours h
        WHERE h.item_id = x.item_id AND h.kind = x.kind AND h.semester = x.semester)""",
    "less than four fifths of a past term's hours": """
        SELECT count(*) FROM (SELECT s.id, (SELECT sum(l.hours) FROM timetable_lesson l
        JOIN timetable_meeting m ON m.id = l.meeting_id
        WHERE l.section_id = s.id AND m.state = 'held') AS held,
        (SELECT sum(p.hours) FROM planning_plannedlesson p JOIN planning_courseplan c
        ON c.id = p.plan_id WHERE c.section_id = s.id) AS planned FROM roster_coursesection s
        JOIN organization_term t ON t.id = s.term_id WHERE t.closed_at IS NOT NULL) x
        WHERE coalesce(held, 0) < planned * 0.8""",
    "an enrolment that not exactly one enacted order opened": """
        SELECT count(*) FROM roster_enrollment e WHERE 1 <> (SELECT count(*)
        FROM orders_orderclause c JOIN orders_order o ON o.id = c.order_id
        WHERE c.opened_id = e.id AND o.state = 'enacted' AND o.effective = lower(e.valid)
        AND c.student_id = e.student_id)""",
    "an enrolment that ended without an order": """
        SELECT count(*) FROM roster_enrollment e WHERE upper(e.valid) IS NOT NULL AND 1 <> (
        SELECT count(*) FROM orders_orderclause c JOIN orders_order o ON o.id = c.order_id
        WHERE c.closed_id = e.id AND o.effective = upper(e.valid))""",
    "an order that is dated after it takes effect, or on a weekend": """
        SELECT count(*) FROM orders_order WHERE date >= effective
        OR extract(isodow FROM date) > 5""",
    "something written down in days to come": """
        SELECT count(*) FROM timetable_lesson l JOIN timetable_meeting m ON m.id = l.meeting_id
        WHERE m.date >= '2026-11-24' AND (l.topic <> '' OR l.topic_at IS NOT NULL
        OR l.attendance_confirmed_at IS NOT NULL OR m.state = 'held')""",
    "something written down before it happened or later than today": """
        SELECT count(*) FROM gradebook_mark k JOIN gradebook_assessment a ON a.id = k.assessment_id
        JOIN timetable_lesson l ON l.id = a.lesson_id
        JOIN timetable_meeting m ON m.id = l.meeting_id
        WHERE (k.set_at AT TIME ZONE 'Asia/Sakhalin')::date NOT BETWEEN m.date AND '2026-11-23'""",
    "a lesson on a day off or outside its term": """
        SELECT count(*) FROM timetable_meeting m JOIN timetable_lesson l ON l.meeting_id = m.id
        JOIN roster_coursesection s ON s.id = l.section_id
        JOIN organization_term t ON t.id = s.term_id
        WHERE NOT t.span @> m.date OR extract(isodow FROM m.date) = 7 OR EXISTS (
        SELECT 1 FROM organization_dayoff d WHERE d.college_id = m.college_id
        AND d.date = m.date)""",
    "a meeting led by somebody who is not assigned to the section": """
        SELECT count(*) FROM timetable_meetingteacher t
        JOIN timetable_meeting m ON m.id = t.meeting_id
        JOIN timetable_lesson l ON l.meeting_id = m.id WHERE NOT EXISTS (
        SELECT 1 FROM roster_teachingassignment a WHERE a.section_id = l.section_id
        AND a.employee_id = t.employee_id AND a.valid @> m.date)""",
    "a staff role without the director's order": """
        SELECT count(*) FROM accounts_membership WHERE appointment_id IS NULL
        AND role NOT IN ('student', 'guardian')""",
    "a grade in a term that is open, or a closed term's section without grades": """
        SELECT count(*) FROM roster_coursesection s JOIN organization_term t ON t.id = s.term_id
        WHERE (t.closed_at IS NULL) = EXISTS (
        SELECT 1 FROM gradebook_termgrade g WHERE g.section_id = s.id)""",
    "a student without a parent, or a parent without a child": """
        SELECT (SELECT count(*) FROM roster_student s WHERE NOT EXISTS (
        SELECT 1 FROM roster_guardianship g WHERE g.student_id = s.id))
        + (SELECT count(*) FROM roster_guardian p WHERE NOT EXISTS (
        SELECT 1 FROM roster_guardianship g WHERE g.guardian_id = p.id))""",
    "a login that is not latin letters, digits and dots": """
        SELECT count(*) FROM accounts_user WHERE login !~ '^[a-z][a-z0-9.]*$'""",
    "a group with no advisor": """
        SELECT count(*) FROM roster_studygroup g WHERE 1 <> (SELECT count(*)
        FROM roster_groupadvisor a WHERE a.group_id = g.id AND a.valid @> date '2026-11-24')""",
    "a row of one college that points into another": """
        SELECT (SELECT count(*) FROM gradebook_mark k JOIN roster_student s ON s.id = k.student_id
        WHERE s.college_id <> k.college_id) + (SELECT count(*) FROM timetable_lesson l
        JOIN roster_coursesection s ON s.id = l.section_id WHERE s.college_id <> l.college_id)
        + (SELECT count(*) FROM timetable_meetingteacher t JOIN roster_employee e
        ON e.id = t.employee_id WHERE e.college_id <> t.college_id)
        + (SELECT count(*) FROM roster_guardianship g JOIN roster_guardian p
        ON p.id = g.guardian_id WHERE p.college_id <> g.college_id)""",
}
