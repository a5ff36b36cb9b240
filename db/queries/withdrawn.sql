/* zh: 撤下、不再列出或无法阅读的报告
   en: Reports that were withdrawn, are no longer listed, or cannot be read
   param year integer null: 报告年度 / report year */
SELECT b.region, b.name AS body, r.kind, r.year, r.state, p.url, p.state AS place_state, p.state_since,
    p.first_seen_at, p.last_seen_at, r.title
FROM reports r
JOIN bodies b ON b.id = r.body_id
JOIN report_places p ON p.report_id = r.id
WHERE r.state <> 'listed' AND (coalesce(:year, '') = '' OR r.year = :year)
ORDER BY p.state_since DESC, b.name, p.url;
