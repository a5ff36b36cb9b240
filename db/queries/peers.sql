/* zh: 与同类、同市机构相比：一项指标的百分位和样本数，只与同一口径的数值相比（只有一家时无百分位）
   en: Beside its peers: a metric's percentile in its class and in its prefecture, on the same base (none if alone)
   param metric text litigation_win_rate: 指标 / key of a metric
   param year integer null: 报告年度（默认最新） / report year (default: the newest)
   param body text null: 机构编号 / id of a body */
WITH asked AS (
    SELECT coalesce(nullif(:metric, ''), 'litigation_win_rate') AS metric,
        CAST(coalesce(nullif(:year, ''), (SELECT max(year) FROM reports)) AS INTEGER) AS year
), chosen AS (
    SELECT v.*, b.name AS body, b.class, substr(b.region, 1, 4) AS parent_region
    FROM asked a
    CROSS JOIN comparable_values v ON v.metric = a.metric AND v.period = CAST(a.year AS TEXT)
    JOIN bodies b ON b.id = v.body_id
), placed AS (  -- as the view `peers` has it, which cannot ask for the newest year by itself
    SELECT *, percent_rank() OVER of_class AS in_class, percent_rank() OVER of_region AS in_region,
        count(*) OVER (PARTITION BY kind, scope, unit, ground, class) AS class_n,
        count(*) OVER (PARTITION BY kind, scope, unit, ground, class, parent_region) AS region_n
    FROM chosen
    WINDOW of_class AS (PARTITION BY kind, scope, unit, ground, class ORDER BY value),
        of_region AS (PARTITION BY kind, scope, unit, ground, class, parent_region ORDER BY value)
)
SELECT body, class, parent_region, kind, year, metric, scope, round(value, 2) AS value, unit, basis, numerator,
    denominator, base, CASE WHEN class_n > 1 THEN round(100 * in_class, 1) END AS class_percentile, class_n,
    CASE WHEN region_n > 1 THEN round(100 * in_region, 1) END AS region_percentile, region_n
FROM placed
WHERE coalesce(:body, '') = '' OR body_id = :body
ORDER BY kind, class, scope, unit, base IS NULL, base, in_class DESC, body;
