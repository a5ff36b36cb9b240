/* zh: 比率的不利变化（无好坏之分的，升降都列）：两份报告载明同一基数，分子分母可查；基数须推算的见提醒事项
   en: Rates that moved in the bad direction (either, where neither is bad) over a base that both reports state; where a base is inferred, see the cases
   param year integer null: 后一报告的年度（默认最新） / year of the later report (default: the newest)
   param region text null: 行政区划代码前缀 / prefix of the region code
   param points real 1: 至少变化的百分点 / at least so many percentage points */
SELECT b.region, b.name AS body, c.metric, coalesce(k.zh, c.metric) AS name, c.scope, c.base, c.old_year, c.year,
    round(c.old_value, 2) AS old_percent, c.old_numerator, c.old_denominator,
    round(c.value, 2) AS percent, c.numerator, c.denominator, round(c.change, 2) AS change_points,
    round(c.low, 1) AS low, round(c.high, 1) AS high
FROM rate_changes c
JOIN bodies b ON b.id = c.body_id
LEFT JOIN metrics k ON k.key = c.metric
WHERE c.year = CAST(coalesce(nullif(:year, ''), (SELECT max(year) FROM rate_changes)) AS INTEGER)
    AND abs(c.change) >= CAST(coalesce(nullif(:points, ''), 1) AS REAL)
    AND CASE k.regression WHEN 'fall' THEN c.change < 0 WHEN 'rise' THEN c.change > 0 WHEN 'none' THEN 0 ELSE 1 END
    AND (coalesce(:region, '') = '' OR b.region GLOB :region || '*')
ORDER BY b.region, b.name, abs(c.change) DESC;
