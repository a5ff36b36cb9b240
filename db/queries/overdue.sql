/* zh: 逾期：到期后未检索到公开，或迟于期限公开的报告
   en: Overdue: reports that are not found after the due date, or were published late
   param kind text fazhi_annual: 报告种类 / kind of report
   param year integer null: 报告年度 / report year
   param today text null: 计算日期（默认最近一次运行之日） / day to count from (default: of the last run) */
WITH standing AS (
    SELECT e.*, NOT EXISTS (SELECT 1 FROM expectations n WHERE n.body_id = e.body_id AND n.kind = e.kind
        AND n.year > e.year AND n.due_on < coalesce(nullif(:today, ''), (SELECT max(today) FROM runs))
        AND n.state <> 'exempt') AS newest_due
    FROM expectations e
)
SELECT b.region, b.name AS body, e.kind, e.year, e.due_on, e.state, e.newest_due,
    CASE WHEN e.state = 'late' THEN '迟于期限公开' WHEN e.newest_due THEN '未检索到公开'
        ELSE '较早年度，栏目中未检索到，仅供核查' END AS wording,
    r.published_on,
    CAST(julianday(coalesce(CASE WHEN e.state = 'late' THEN coalesce(r.published_on, r.signed_on) END, nullif(:today, ''),
        (SELECT max(today) FROM runs))) - julianday(e.due_on) AS INTEGER) AS days_overdue,
    e.reason, r.url,
    (SELECT max((SELECT v.seen_at FROM visits v WHERE v.section_id = s.id AND v.whole = 1 ORDER BY v.id DESC LIMIT 1))
     FROM sections s WHERE s.body_id = e.body_id AND s.configured = 1) AS last_whole_visit
FROM standing e
JOIN bodies b ON b.id = e.body_id
LEFT JOIN reports r ON r.body_id = e.body_id AND r.kind = e.kind AND r.year = e.year
WHERE e.state IN ('missing', 'late')
    AND e.kind = coalesce(nullif(:kind, ''), 'fazhi_annual') AND (coalesce(:year, '') = '' OR e.year = :year)
ORDER BY newest_due DESC, e.year DESC, e.state = 'late', days_overdue DESC, b.region, b.name;
