/* zh: 一项指标在同类机构中的排名
   en: A metric's ranking among bodies of a class
   param metric text litigation_win_rate: 指标 / key of a metric
   param year integer null: 报告年度（默认最新） / report year (default: the newest)
   param class text null: 机构类别 / class of body
   param region text null: 行政区划代码前缀 / prefix of the region code */
WITH asked AS (
    SELECT coalesce(nullif(:metric, ''), 'litigation_win_rate') AS metric,
        CAST(coalesce(nullif(:year, ''), (SELECT max(year) FROM reports)) AS INTEGER) AS year
), chosen AS (  -- a computed value comes before a stated one: max() leaves the other columns of its row
    SELECT r.body_id, r.year, m.*, max(m.basis = 'computed')
    FROM asked a
    JOIN metric_values m ON m.metric = a.metric AND m.period = CAST(a.year AS TEXT)
    JOIN reports r ON r.current_version_id = m.version_id AND r.year = a.year
    GROUP BY m.version_id, m.scope
)
SELECT c.year, c.scope, rank() OVER peers AS place, count(*) OVER (PARTITION BY c.scope, b.class) AS of_bodies,
    b.name AS body, b.class, round(c.value, 2) AS value, c.unit, c.basis, c.numerator, c.denominator, c.base,
    round(c.low, 1) AS low, round(c.high, 1) AS high, f.quote
FROM chosen c
JOIN bodies b ON b.id = c.body_id
LEFT JOIN metrics k ON k.key = c.metric
LEFT JOIN figures f ON f.id = c.figure_id
WHERE (coalesce(:class, '') = '' OR b.class = :class)
    AND (coalesce(:region, '') = '' OR b.region GLOB :region || '*')
WINDOW peers AS (PARTITION BY c.scope, b.class ORDER BY CASE WHEN k.direction = 'lower' THEN c.value ELSE -c.value END)
ORDER BY c.scope, b.class, place, b.name;
