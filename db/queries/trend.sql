/* zh: 一个机构一项指标的历年数值
   en: A body's values of a metric over the years
   param metric text reconsideration_accepted: 指标 / key of a metric
   param body text null: 机构编号（空为全部） / id of a body (empty: all) */
SELECT b.name AS body, r.year, m.metric, m.scope, m.period, m.basis, round(m.value, 2) AS value, m.unit, m.numerator,
    m.denominator, m.base, m.includes_carried_in, round(m.low, 1) AS low, round(m.high, 1) AS high, f.quote, r.url
FROM metric_values m
JOIN reports r ON r.current_version_id = m.version_id
JOIN bodies b ON b.id = r.body_id
LEFT JOIN figures f ON f.id = m.figure_id
WHERE m.metric = :metric AND (:body IS NULL OR r.body_id = :body)
ORDER BY b.name, m.scope, m.period, r.year, m.basis DESC;
