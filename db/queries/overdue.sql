/* zh: 逾期：到期后未检索到公开，或迟于期限公开的报告
   en: Overdue: reports that are not found after the due date, or were published late
   param kind text fazhi_annual: 报告种类 / kind of report
   param year integer null: 报告年度 / report year
   param today text null: 计算日期（默认最近一次运行之日） / day to count from (default: of the last run)
   param closed text null: 填 1 则包括人工判为误报或已整改的 / 1 to include what a person dismissed or resolved */
WITH standing AS (
    SELECT e.*, NOT EXISTS (SELECT 1 FROM expectations n WHERE n.body_id = e.body_id AND n.kind = e.kind
        AND n.year > e.year AND n.due_on < coalesce(nullif(:today, ''), (SELECT max(today) FROM runs))
        AND n.state <> 'exempt') AS newest_due
    FROM expectations e
    WHERE e.state IN ('missing', 'late')
        AND e.kind = coalesce(nullif(:kind, ''), 'fazhi_annual') AND (coalesce(:year, '') = '' OR e.year = :year)
), told AS (
    SELECT e.*, a.id AS "case", a.state AS case_state, v.by AS decided_by, v.at AS decided_at, v.why AS decided_why,
        a.state = 'dismissed' OR a.state = 'resolved' AND coalesce(v.event, '') = 'resolved' AS closed,
        CASE WHEN instr(g.explanation, '依据：') THEN substr(g.explanation, instr(g.explanation, '依据：') + 3)
            WHEN instr(g.explanation, 'Basis: ') THEN substr(g.explanation, instr(g.explanation, 'Basis: ') + 7)
        END AS after_basis
    FROM standing e
    LEFT JOIN alerts a ON a.body_id = e.body_id AND a.kind = e.kind AND a.year = e.year
        AND a.rule = CASE e.state WHEN 'late' THEN 'report_late' ELSE 'report_missing' END
    LEFT JOIN alert_events v ON a.state <> 'open'
        AND v.id = (SELECT max(id) FROM alert_events WHERE alert_id = a.id AND by IS NOT NULL)
    LEFT JOIN alerts g ON g.id = coalesce(a.id, (SELECT max(id) FROM alerts h WHERE h.body_id = e.body_id
        AND h.kind = e.kind AND h.rule IN ('history_gap', 'report_missing', 'report_late')))
)
SELECT b.region, b.name AS body, e.kind, e.year, e.due_on, e.state, e.newest_due,
    CASE WHEN e.state = 'late' AND (e.reason LIKE '%临界%' OR e.reason LIKE '%borderline%') THEN '临界：规定“之前”所指当日公开'
        WHEN e.state = 'late' THEN '迟于期限公开' WHEN e.newest_due THEN '未检索到公开'
        ELSE '较早年度，栏目中未检索到，仅供核查' END AS wording,
    r.published_on,
    CAST(julianday(coalesce(CASE WHEN e.state = 'late' THEN coalesce(r.published_on, r.signed_on) END, nullif(:today, ''),
        (SELECT max(today) FROM runs))) - julianday(e.due_on) AS INTEGER) AS days_overdue,
    e.reason, r.url,
    (SELECT max((SELECT v.seen_at FROM visits v WHERE v.section_id = s.id AND v.whole = 1 ORDER BY v.id DESC LIMIT 1))
     FROM sections s WHERE s.body_id = e.body_id AND s.configured = 1) AS last_whole_visit,
    substr(e.after_basis, 1, instr(e.after_basis || char(10), char(10)) - 1) AS basis_of_duty,
    e."case", e.case_state, e.decided_by, e.decided_at, e.decided_why,
    CASE WHEN coalesce(:closed, '') = '' THEN (SELECT count(*) FROM told WHERE closed) ELSE 0 END AS left_out
FROM told e
JOIN bodies b ON b.id = e.body_id
LEFT JOIN reports r ON r.body_id = e.body_id AND r.kind = e.kind AND r.year = e.year
WHERE coalesce(:closed, '') <> '' OR NOT coalesce(e.closed, 0)
ORDER BY newest_due DESC, e.year DESC, e.state = 'late', days_overdue DESC, b.region, b.name;
