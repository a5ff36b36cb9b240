/* zh: 一项指标历年的分布，按口径：报告数、最小、四分位、最大
   en: A metric's distribution year by year, base by base: how many, least, quartiles, greatest
   param metric text litigation_win_rate: 指标 / key of a metric
   param class text null: 机构类别 / class of body */
WITH chosen AS (  -- the rule of the view `comparable_values`, over all years at once
    SELECT r.kind, r.year, m.scope, m.unit, m.base, m.value, max(m.basis = 'computed')
    FROM metric_values m
    JOIN reports r ON r.current_version_id = m.version_id AND m.period = CAST(r.year AS TEXT)
    WHERE m.metric = coalesce(nullif(:metric, ''), 'litigation_win_rate')
        AND (coalesce(:class, '') = '' OR m.version_id IN (
            SELECT w.current_version_id FROM reports w JOIN bodies b ON b.id = w.body_id WHERE b.class = :class))
    GROUP BY m.period, m.version_id, m.scope  -- as the index has them
), sorted AS (
    SELECT kind, year, scope, unit, base, count(*) AS n, json_group_array(value) AS list,
        coalesce(unit, '') <> '%' OR base IS NOT NULL AS alike  -- rates of unstated bases are only counted
    FROM (SELECT * FROM chosen ORDER BY kind, year, scope, unit, base, value)
    GROUP BY kind, year, scope, unit, base
)
SELECT kind, year, scope, unit, base, n AS reports,
    CASE WHEN alike THEN round(json_extract(list, '$[0]'), 2) END AS least,
    CASE WHEN alike THEN round(json_extract(list, '$[' || ((n - 1) / 4) || ']'), 2) END AS lower_quartile,
    CASE WHEN alike THEN round(json_extract(list, '$[' || ((n - 1) / 2) || ']'), 2) END AS median,
    CASE WHEN alike THEN round(json_extract(list, '$[' || (3 * (n - 1) / 4) || ']'), 2) END AS upper_quartile,
    CASE WHEN alike THEN round(json_extract(list, '$[#-1]'), 2) END AS greatest
FROM sorted
ORDER BY kind, year DESC, reports DESC, scope, base;
