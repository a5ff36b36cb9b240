/* zh: 从未写明不足之原因的机构
   en: Bodies whose reports never name causes
   param kind text fazhi_annual: 报告种类 / kind of report */
SELECT b.region, b.name AS body, count(*) AS reports, min(r.year) AS first_year, max(r.year) AS last_year
FROM reports r
JOIN bodies b ON b.id = r.body_id
WHERE r.state <> 'unreadable'
    AND (r.state <> 'withdrawn' OR (SELECT method FROM report_versions WHERE id = r.current_version_id) <> 'none')
    AND r.kind = coalesce(nullif(:kind, ''), 'fazhi_annual')
GROUP BY r.body_id
HAVING max(EXISTS (
    SELECT 1 FROM parts p WHERE p.version_id = r.current_version_id AND p.role = 'causes' AND p.form <> 'absent')) = 0
ORDER BY reports DESC, b.region, b.name;
