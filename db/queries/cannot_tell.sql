/* zh: 无法判断：到期报告因看不到栏目而不能下结论
   en: Cannot tell: due reports of which nothing can be said, and why
   param year integer null: 报告年度 / report year */
SELECT b.region, b.name AS body, e.kind, e.year, e.due_on, e.reason,
    group_concat(s.id || ': ' || s.state || coalesce(' (' || s.state_reason || ')', ''), '; ') AS sections,
    max(s.last_good_at) AS last_good_visit
FROM expectations e
JOIN bodies b ON b.id = e.body_id
LEFT JOIN sections s ON s.body_id = b.id AND s.configured = 1
WHERE e.state = 'cannot_tell' AND (coalesce(:year, '') = '' OR e.year = :year)
GROUP BY e.body_id, e.kind, e.year
ORDER BY e.year DESC, b.region, b.name;
