/* zh: 报告内部数据自相矛盾，按规则
   en: Figures that contradict each other inside a report, by identity
   param year integer null: 报告年度 / report year
   param body text null: 机构编号 / id of a body
   param verdict text disagrees: 结论 / verdict (disagrees, truncation, base_unclear) */
SELECT f.rule, b.name AS body, r.year, f.metric, f.text, f.expected, f.nearest, f.verdict, f.severity,
    (SELECT group_concat(quote, ' … ') FROM (
        SELECT DISTINCT g.quote FROM json_each(f.numbers) n JOIN figures g
        ON g.version_id = f.version_id AND g.at_start = json_extract(n.value, '$.start')
        ORDER BY g.start)) AS sentences,
    r.url
FROM findings f
JOIN reports r ON r.current_version_id = f.version_id
JOIN bodies b ON b.id = r.body_id
WHERE f.verdict = :verdict AND (:year IS NULL OR r.year = :year) AND (:body IS NULL OR r.body_id = :body)
ORDER BY f.rule, r.year DESC, b.name;
