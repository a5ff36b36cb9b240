/* zh: 文字雷同：与上年或与其他机构的报告
   en: Recycled text: with last year's report, or another body's
   param year integer null: 报告年度 / report year */
SELECT a.id AS "case", b.name AS body, a.kind, a.year, a.severity, a.state, a.title, a.explanation, a.opened_at
FROM alerts a LEFT JOIN bodies b ON b.id = a.body_id
WHERE a.rule = 'recycled_text' AND (coalesce(:year, '') = '' OR a.year = :year)
ORDER BY a.year DESC, b.name;
