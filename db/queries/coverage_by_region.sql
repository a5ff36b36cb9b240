/* zh: 公开覆盖率：按地区和年度
   en: Coverage by region and report year
   param kind text fazhi_annual: 报告种类 / kind of report
   param year integer null: 报告年度 / report year
   param digits integer 4: 行政区划代码前几位（2 省、4 市、6 县） / first digits of the region code (2, 4 or 6) */
SELECT substr(b.region, 1, CAST(coalesce(nullif(:digits, ''), 4) AS INTEGER)) AS region, e.year, count(*) AS expected,
    sum(e.state IN ('on_time', 'late', 'found_undated')) AS found, sum(e.state = 'late') AS late,
    sum(e.state = 'missing') AS missing, sum(e.state = 'cannot_tell') AS cannot_tell,
    round(100.0 * sum(e.state IN ('on_time', 'late', 'found_undated'))
        / nullif(sum(e.state IN ('on_time', 'late', 'found_undated', 'missing')), 0), 1) AS found_percent,
    sum(e.state IN ('on_time', 'late', 'found_undated', 'missing')) AS of_judged
FROM expectations e JOIN bodies b ON b.id = e.body_id
WHERE e.state <> 'exempt' AND e.kind = coalesce(nullif(:kind, ''), 'fazhi_annual')
    AND (coalesce(:year, '') = '' OR e.year = :year)
GROUP BY 1, e.year
ORDER BY 1, e.year DESC;
