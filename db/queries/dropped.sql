/* zh: 上次公开而这次不再公开的指标（不限地区和机构时至多 1000 行）
   en: Metrics that the earlier report states and the next one does not (1000 rows at most, unless of a region or body)
   param year integer null: 后一报告的年度（默认最新） / year of the later report (default: the newest)
   param region text null: 行政区划代码前缀 / prefix of the region code
   param body text null: 机构编号 / id of a body */
WITH steps AS (  -- of a report that nobody could read nothing was dropped
    SELECT r.body_id, r.kind, r.year, r.current_version_id AS version_id,
        (SELECT max(w.year) FROM reports w WHERE w.body_id = r.body_id AND w.kind = r.kind AND w.year < r.year
         AND w.current_version_id IS NOT NULL AND w.state <> 'unreadable' AND (w.state <> 'withdrawn'
             OR (SELECT method FROM report_versions WHERE id = w.current_version_id) <> 'none')) AS before_year
    FROM reports r
    WHERE r.current_version_id IS NOT NULL AND r.state <> 'unreadable'
        AND (r.state <> 'withdrawn' OR (SELECT method FROM report_versions WHERE id = r.current_version_id) <> 'none')
        AND (coalesce(:body, '') = '' OR r.body_id = :body)
        AND r.year = CAST(coalesce(nullif(:year, ''), (SELECT max(year) FROM reports)) AS INTEGER)
)
SELECT b.region, b.name AS body, s.kind, s.before_year, s.year, m.metric, coalesce(c.zh, m.metric) AS name,
    m.scope, m.value AS last_value, m.unit,
    coalesce((SELECT fraction FROM figure_fractions WHERE figure_id = m.figure_id),
        CASE m.unit WHEN '%' THEN '分母未载明' END) AS fraction, g.quote AS last_sentence
FROM bodies b
CROSS JOIN steps s ON s.body_id = b.id
CROSS JOIN reports w ON w.body_id = s.body_id AND w.kind = s.kind AND w.year = s.before_year
CROSS JOIN metric_values m ON m.version_id = w.current_version_id AND m.basis = 'stated'
    AND m.period = CAST(s.before_year AS TEXT)
LEFT JOIN metrics c ON c.key = m.metric
LEFT JOIN figures g ON g.id = m.figure_id
WHERE (coalesce(:region, '') = '' OR b.region GLOB :region || '*')
    AND NOT EXISTS (
        SELECT 1 FROM metric_values n WHERE n.version_id = s.version_id AND n.metric = m.metric
        AND n.period = CAST(s.year AS TEXT))
LIMIT CASE WHEN coalesce(:region, '') = '' AND coalesce(:body, '') = '' THEN 1000 ELSE -1 END;
