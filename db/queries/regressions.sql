/* zh: 比率的下降或上升：同一口径，分子分母可查
   en: Rates that moved in the bad direction over the same base, with numerators and denominators
   param year integer null: 后一报告的年度（默认最新） / year of the later report (default: the newest)
   param region text null: 行政区划代码前缀 / prefix of the region code
   param points real 1: 至少变化的百分点 / at least so many percentage points */
WITH rates AS (
    SELECT r.body_id, r.kind, r.year, m.metric, m.scope, m.base, m.value, m.numerator, m.denominator, m.low, m.high,
        m.includes_carried_in
    FROM metric_values m JOIN reports r ON r.current_version_id = m.version_id
    WHERE m.basis = 'computed' AND m.denominator > 0 AND m.period = CAST(r.year AS TEXT)
        AND r.year BETWEEN coalesce(:year, (SELECT max(year) FROM reports)) - 3
            AND coalesce(:year, (SELECT max(year) FROM reports))
), steps AS (
    SELECT *, lag(year) OVER earlier AS old_year, lag(value) OVER earlier AS old_value,
        lag(numerator) OVER earlier AS old_numerator, lag(denominator) OVER earlier AS old_denominator
    FROM rates
    WINDOW earlier AS (PARTITION BY body_id, kind, metric, scope, base, includes_carried_in ORDER BY year)
)
SELECT b.region, b.name AS body, s.metric, coalesce(c.zh, s.metric) AS name, s.scope, s.base, s.old_year, s.year,
    round(s.old_value, 2) AS old_percent, s.old_numerator, s.old_denominator,
    round(s.value, 2) AS percent, s.numerator, s.denominator, round(s.value - s.old_value, 2) AS change_points,
    round(s.low, 1) AS low, round(s.high, 1) AS high
FROM steps s
JOIN bodies b ON b.id = s.body_id
LEFT JOIN metrics c ON c.key = s.metric
WHERE s.old_value IS NOT NULL AND abs(s.value - s.old_value) >= :points
    AND (c.regression IS NULL OR (c.regression = 'fall' AND s.value < s.old_value)
        OR (c.regression = 'rise' AND s.value > s.old_value))
    AND s.year = coalesce(:year, (SELECT max(year) FROM reports)) AND (:region IS NULL OR b.region GLOB :region || '*')
ORDER BY s.year DESC, b.region, b.name, abs(s.value - s.old_value) DESC;
