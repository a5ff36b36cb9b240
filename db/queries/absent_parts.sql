/* zh: 缺少法定部分的报告
   en: Reports that lack a required part
   param year integer null: 报告年度（默认最新） / report year (default: the newest)
   param part text null: 部分 / part (results, shortcomings, causes, leadership, plan)
   param region text null: 行政区划代码前缀 / prefix of the region code */
SELECT b.region, b.name AS body, r.year, p.role AS part, nullif(p.heading, '') AS empty_heading, r.title, r.url
FROM reports r
JOIN bodies b ON b.id = r.body_id
JOIN parts p ON p.version_id = r.current_version_id AND p.form = 'absent'
WHERE r.state <> 'unreadable'
    AND (r.state <> 'withdrawn' OR (SELECT method FROM report_versions WHERE id = r.current_version_id) <> 'none')
    AND r.kind = 'fazhi_annual'
    AND r.year = CAST(coalesce(nullif(:year, ''), (SELECT max(year) FROM reports)) AS INTEGER)
    AND (coalesce(:part, '') = '' OR p.role = :part) AND (coalesce(:region, '') = '' OR b.region GLOB :region || '*')
ORDER BY b.region, b.name, p.role;
