/* zh: 待人工判断的文件
   en: Documents that wait for a person */
SELECT d.decision, d.title, d.reason, d.kind, d.year, d.row_date, d.first_seen_at, d.section_id AS section,
    b.name AS body, d.url
FROM documents_seen d
JOIN sections s ON s.id = d.section_id
JOIN bodies b ON b.id = s.body_id
WHERE d.candidate = 1 AND d.decision IN ('unsure', 'unread')
ORDER BY d.decision DESC, d.first_seen_at, d.url;
