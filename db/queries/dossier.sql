/* zh: 一个机构的全部：年度、状态、日期、版本、案件
   en: One body: years, states, dates, versions, cases
   param body text null: 机构编号（空为全部，至多 200 行） / id of a body (empty: all, at most 200 rows) */
WITH years AS (
    SELECT * FROM (SELECT body_id, kind, year FROM expectations UNION SELECT body_id, kind, year FROM reports)
    WHERE coalesce(:body, '') = '' OR body_id = :body
    ORDER BY body_id, kind, year DESC
    LIMIT CASE WHEN coalesce(:body, '') = '' THEN 200 ELSE -1 END
)
SELECT b.name AS body, y.kind, y.year, e.due_on, e.state AS expectation, e.reason, r.title, r.doc_number,
    r.signed_on, r.published_on, r.published_basis, r.first_seen_at, r.state AS report_state, v.method,
    (SELECT count(*) FROM report_versions n WHERE n.report_id = r.id) AS versions,
    (SELECT count(*) FROM figures f WHERE f.version_id = v.id) AS figures,
    (SELECT count(*) FROM metric_values m WHERE m.version_id = v.id) AS metric_values,
    (SELECT group_concat(p.role || ' ' || p.form, ', ') FROM parts p
     WHERE p.version_id = v.id AND p.role <> 'other') AS parts,
    (SELECT group_concat(a.id || ' ' || a.rule || ' ' || a.state, '; ') FROM alerts a
     WHERE a.body_id = y.body_id AND a.kind = y.kind AND a.year = y.year) AS cases,
    r.url
FROM years y
JOIN bodies b ON b.id = y.body_id
LEFT JOIN expectations e ON e.body_id = y.body_id AND e.kind = y.kind AND e.year = y.year
LEFT JOIN reports r ON r.body_id = y.body_id AND r.kind = y.kind AND r.year = y.year
LEFT JOIN report_versions v ON v.id = r.current_version_id
ORDER BY y.body_id, y.kind, y.year DESC;
