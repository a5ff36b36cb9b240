/* zh: 一项指标在同类机构中的排名
   en: A metric's ranking among bodies of a class
   param metric text litigation_win_rate: 指标 / key of a metric
   param year integer null: 报告年度（空为各年） / report year (empty: each year)
   param class text null: 机构类别 / class of body
   param region text null: 行政区划代码前缀 / prefix of the region code */
WITH chosen AS (
    SELECT r.body_id, r.year, m.*, row_number() OVER (
        PARTITION BY r.id, m.scope ORDER BY m.basis = 'computed' DESC, m.id) AS choice
    FROM metric_values m JOIN reports r ON r.current_version_id = m.version_id
    WHERE m.metric = :metric AND m.period = CAST(r.year AS TEXT) AND (:year IS NULL OR r.year = :year)
)
SELECT c.year, c.scope, rank() OVER peers AS place, count(*) OVER (PARTITION BY c.year, c.scope, b.class) AS of_bodies,
    b.name AS body, b.class, round(c.value, 2) AS value, c.unit, c.basis, c.numerator, c.denominator, c.base,
    round(c.low, 1) AS low, round(c.high, 1) AS high, f.quote
FROM chosen c
JOIN bodies b ON b.id = c.body_id
LEFT JOIN metrics k ON k.key = c.metric
LEFT JOIN figures f ON f.id = c.figure_id
WHERE c.choice = 1 AND (:class IS NULL OR b.class = :class) AND (:region IS NULL OR b.region GLOB :region || '*')
WINDOW peers AS (PARTITION BY c.year, c.scope, b.class
    ORDER BY CASE WHEN k.direction = 'lower' THEN c.value ELSE -c.value END)
ORDER BY c.year DESC, c.scope, b.class, place, b.name;
