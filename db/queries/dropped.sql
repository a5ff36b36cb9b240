/* zh: 上次公开而这次不再公开的指标
   en: Metrics that the earlier report states and the next one does not
   param year integer null: 后一报告的年度 / year of the later report
   param body text null: 机构编号 / id of a body */
WITH steps AS (
    SELECT r.id, r.body_id, r.kind, r.year, r.current_version_id AS version_id,
        lag(r.current_version_id) OVER earlier AS before_id, lag(r.year) OVER earlier AS before_year
    FROM reports r WHERE r.current_version_id IS NOT NULL
    WINDOW earlier AS (PARTITION BY r.body_id, r.kind ORDER BY r.year)
)
SELECT b.name AS body, s.kind, s.before_year, s.year, m.metric, coalesce(c.zh, m.metric) AS name,
    m.scope, m.value AS last_value, m.unit, g.quote AS last_sentence
FROM steps s
JOIN bodies b ON b.id = s.body_id
JOIN metric_values m ON m.version_id = s.before_id AND m.basis = 'stated' AND m.period = CAST(s.before_year AS TEXT)
LEFT JOIN metrics c ON c.key = m.metric
LEFT JOIN figures g ON g.id = m.figure_id
WHERE (:year IS NULL OR s.year = :year) AND (:body IS NULL OR s.body_id = :body)
    AND NOT EXISTS (
        SELECT 1 FROM metric_values n WHERE n.version_id = s.version_id AND n.metric = m.metric
        AND n.period = CAST(s.year AS TEXT))
ORDER BY s.year DESC, b.name, m.metric;
