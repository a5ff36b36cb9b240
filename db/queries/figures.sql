/* zh: 一份报告的全部数据：原句、位置、原件
   en: All figures of a report: sentence, place, original
   param body text null: 机构编号（空为全部，至多 200 行） / id of a body (empty: all, at most 200 rows)
   param year integer null: 报告年度 / report year
   param kind text fazhi_annual: 报告种类 / kind of report
   param metric text null: 指标 / key of a metric */
SELECT b.name AS body, r.year, f.id AS figure, f.label, f.qualifier, f.value, f.unit,
    (SELECT fraction FROM figure_fractions WHERE figure_id = f.id) AS fraction, f.kind, f.tense, f.period, f.part,
    f.metric, k.zh AS metric_name, f.quote, f.start, f."end", f.page, f.confidence,
    r.url, f.capture_id, c.url AS original, c.fetched_at, c.sha256, c.archive_file, c.archive_offset
FROM reports r
CROSS JOIN figures f ON f.version_id = r.current_version_id
JOIN bodies b ON b.id = r.body_id
LEFT JOIN metrics k ON k.key = f.metric
LEFT JOIN captures c ON c.id = f.capture_id
WHERE (coalesce(:body, '') = '' OR r.body_id = :body) AND (coalesce(:year, '') = '' OR r.year = :year)
    AND r.kind = coalesce(nullif(:kind, ''), 'fazhi_annual') AND (coalesce(:metric, '') = '' OR f.metric = :metric)
ORDER BY r.body_id, r.kind, r.year, f.start, f.at_start
LIMIT CASE WHEN coalesce(:body, '') = '' THEN 200 ELSE -1 END;
