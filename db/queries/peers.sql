/* zh: 与同类、同市机构相比：一项指标的百分位和样本数（只有一家时无百分位）
   en: Beside its peers: a metric's percentile in its class and in its prefecture, and among how many (none if alone)
   param metric text litigation_win_rate: 指标 / key of a metric
   param year integer null: 报告年度（默认最新） / report year (default: the newest)
   param body text null: 机构编号 / id of a body */
WITH asked AS (
    SELECT coalesce(nullif(:metric, ''), 'litigation_win_rate') AS metric,
        CAST(coalesce(nullif(:year, ''), (SELECT max(year) FROM reports)) AS INTEGER) AS year
), chosen AS (
    SELECT r.body_id, b.name AS body, b.class, substr(b.region, 1, 4) AS parent_region, r.kind, r.year, m.*,
        row_number() OVER (PARTITION BY r.id, m.scope ORDER BY m.basis = 'computed' DESC, m.id) AS choice
    FROM asked a
    JOIN metric_values m ON m.metric = a.metric AND m.period = CAST(a.year AS TEXT)
    JOIN reports r ON r.id = m.report_id AND r.current_version_id = m.version_id AND r.year = a.year
    JOIN bodies b ON b.id = r.body_id
), placed AS (  -- as the view `peers` has it, which cannot ask for the newest year by itself
    SELECT *, percent_rank() OVER of_class AS in_class, percent_rank() OVER of_region AS in_region,
        count(*) OVER (PARTITION BY kind, scope, unit, class) AS class_n,
        count(*) OVER (PARTITION BY kind, scope, unit, class, parent_region) AS region_n
    FROM chosen WHERE choice = 1
    WINDOW of_class AS (PARTITION BY kind, scope, unit, class ORDER BY value),
        of_region AS (PARTITION BY kind, scope, unit, class, parent_region ORDER BY value)
)
SELECT body, class, parent_region, year, metric, scope, round(value, 2) AS value, unit, basis, numerator, denominator,
    base, CASE WHEN class_n > 1 THEN round(100 * in_class, 1) END AS class_percentile, class_n,
    CASE WHEN region_n > 1 THEN round(100 * in_region, 1) END AS region_percentile, region_n
FROM placed
WHERE coalesce(:body, '') = '' OR body_id = :body
ORDER BY class, scope, in_class DESC, body;
