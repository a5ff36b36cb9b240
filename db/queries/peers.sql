/* zh: 与同类、同市机构相比：一项指标的百分位和样本数（只有一家时无百分位）
   en: Beside its peers: a metric's percentile in its class and in its prefecture, and among how many (none if alone)
   param metric text litigation_win_rate: 指标 / key of a metric
   param year integer null: 报告年度（默认最新） / report year (default: the newest)
   param body text null: 机构编号 / id of a body */
WITH asked AS (
    SELECT coalesce(nullif(:metric, ''), 'litigation_win_rate') AS metric,
        CAST(coalesce(nullif(:year, ''), (SELECT max(year) FROM reports)) AS INTEGER) AS year
), chosen AS (  -- a computed value comes before a stated one: max() leaves the other columns of its row
    SELECT m.id, r.body_id, b.name AS body, b.class, substr(b.region, 1, 4) AS parent_region, r.kind, m.scope, m.unit,
        m.value, max(m.basis = 'computed')
    FROM asked a
    JOIN metric_values m ON m.metric = a.metric AND m.period = CAST(a.year AS TEXT)
    JOIN reports r ON r.current_version_id = m.version_id AND r.year = a.year
    JOIN bodies b ON b.id = r.body_id
    GROUP BY m.version_id, m.scope
), placed AS (  -- as the view `peers` has it, which cannot ask for the newest year by itself
    SELECT *, percent_rank() OVER of_class AS in_class, percent_rank() OVER of_region AS in_region,
        count(*) OVER (PARTITION BY kind, scope, unit, class) AS class_n,
        count(*) OVER (PARTITION BY kind, scope, unit, class, parent_region) AS region_n
    FROM chosen
    WINDOW of_class AS (PARTITION BY kind, scope, unit, class ORDER BY value),
        of_region AS (PARTITION BY kind, scope, unit, class, parent_region ORDER BY value)
)
SELECT p.body, p.class, p.parent_region, a.year, m.metric, m.scope, round(m.value, 2) AS value, m.unit, m.basis,
    m.numerator, m.denominator, m.base,
    CASE WHEN class_n > 1 THEN round(100 * in_class, 1) END AS class_percentile, class_n,
    CASE WHEN region_n > 1 THEN round(100 * in_region, 1) END AS region_percentile, region_n
FROM placed p
JOIN asked a
JOIN metric_values m ON m.id = p.id
WHERE coalesce(:body, '') = '' OR p.body_id = :body
ORDER BY p.class, p.scope, in_class DESC, p.body;
