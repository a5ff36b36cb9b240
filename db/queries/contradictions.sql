/* zh: 报告内部数据自相矛盾，按规则（至多 1000 行，新年度在前）
   en: Figures that contradict each other inside a report, by identity (at most 1000 rows, newest years first)
   param year integer null: 报告年度 / report year
   param body text null: 机构编号 / id of a body
   param verdict text disagrees: 结论 / verdict (disagrees, truncation, base_unclear) */
WITH found AS (  -- of those wanted the keys alone: what is sorted stays small
    SELECT f.id, r.year, r.url, b.name AS body
    FROM findings f
    JOIN reports r ON r.current_version_id = f.version_id
    JOIN bodies b ON b.id = r.body_id
    WHERE f.verdict = coalesce(nullif(:verdict, ''), 'disagrees')
        AND (coalesce(:year, '') = '' OR r.year = :year) AND (coalesce(:body, '') = '' OR r.body_id = :body)
    ORDER BY r.year DESC, f.rule, b.name
    LIMIT 1000
)
SELECT f.rule, o.body, o.year, f.metric, f.text, f.expected, f.nearest, f.verdict, f.severity,
    (SELECT group_concat(quote, ' … ') FROM (
        SELECT DISTINCT g.quote FROM json_each(f.numbers) n JOIN figures g
        ON g.version_id = f.version_id AND g.at_start = json_extract(n.value, '$.start')
        ORDER BY g.start)) AS sentences,
    o.url
FROM found o
JOIN findings f ON f.id = o.id
ORDER BY o.year DESC, f.rule, o.body;
