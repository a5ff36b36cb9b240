/* zh: 一项指标在同类机构中的排名：只与同一口径的数值相比（只有一家时无名次）
   en: A metric's ranking among bodies of a class: beside values on the same base only (no place if alone)
   param metric text litigation_win_rate: 指标 / key of a metric
   param year integer null: 报告年度（默认最新） / report year (default: the newest)
   param class text null: 机构类别 / class of body
   param region text null: 行政区划代码前缀 / prefix of the region code */
WITH asked AS (
    SELECT coalesce(nullif(:metric, ''), 'litigation_win_rate') AS metric,
        CAST(coalesce(nullif(:year, ''), (SELECT max(year) FROM reports)) AS INTEGER) AS year
), placed AS (
    SELECT v.*, b.name AS body, b.class, count(*) OVER alike AS of_bodies, rank() OVER (
            alike ORDER BY CASE WHEN k.direction = 'lower' THEN v.value ELSE -v.value END) AS place
    FROM asked a
    CROSS JOIN comparable_values v ON v.metric = a.metric AND v.period = CAST(a.year AS TEXT)
    JOIN bodies b ON b.id = v.body_id
    LEFT JOIN metrics k ON k.key = a.metric
    WHERE (coalesce(:class, '') = '' OR b.class = :class)
        AND (coalesce(:region, '') = '' OR b.region GLOB :region || '*')
    WINDOW alike AS (PARTITION BY v.kind, v.scope, v.unit, v.ground, b.class)
)
SELECT p.year, p.kind, p.scope, CASE WHEN of_bodies > 1 THEN place END AS place, of_bodies, p.body, p.class,
    round(p.value, 2) AS value, p.unit, p.basis, p.numerator, p.denominator, p.base, round(p.low, 1) AS low,
    round(p.high, 1) AS high, f.quote
FROM placed p
LEFT JOIN figures f ON f.id = p.figure_id
ORDER BY p.kind, p.scope, p.unit, p.class, p.base IS NULL, p.base, p.place, p.body;
