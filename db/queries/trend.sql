/* zh: 一个机构一项指标的历年数值
   en: A body's values of a metric over the years
   param metric text reconsideration_accepted: 指标 / key of a metric
   param body text null: 机构编号（空为全部，至多 200 行） / id of a body (empty: all, at most 200 rows) */
SELECT b.name AS body, r.year, m.metric, m.scope, m.period, m.basis, round(m.value, 2) AS value, m.unit, m.numerator,
    m.denominator, m.base, m.includes_carried_in, round(m.low, 1) AS low, round(m.high, 1) AS high, f.quote, r.url
FROM reports r
CROSS JOIN metric_values m ON m.version_id = r.current_version_id
    AND m.metric = coalesce(nullif(:metric, ''), 'reconsideration_accepted')
JOIN bodies b ON b.id = r.body_id
LEFT JOIN figures f ON f.id = m.figure_id
WHERE coalesce(:body, '') = '' OR r.body_id = :body
ORDER BY r.body_id, r.kind, r.year, m.scope, m.period, m.basis DESC
LIMIT CASE WHEN coalesce(:body, '') = '' THEN 200 ELSE -1 END;
