/* zh: 公开后的改动：数据、文字或仅格式
   en: Edits after publication: of figures, of words, or of form only
   param change text null: 改动种类 figures、text 或 cosmetic / class of change
   param year integer null: 报告年度 / report year */
SELECT b.name AS body, r.kind, r.year, p.url, v.number, v.observed_at, w.observed_at AS previous_at, v.change,
    length(v.text) - length(w.text) AS characters_more,
    (SELECT group_concat(capture_id, ' ') FROM version_captures WHERE version_id = w.id) AS captures_before,
    (SELECT group_concat(capture_id, ' ') FROM version_captures WHERE version_id = v.id) AS captures_after
FROM report_versions v
JOIN report_versions w ON w.place_id = v.place_id AND w.number = v.number - 1
JOIN report_places p ON p.id = v.place_id
JOIN reports r ON r.id = v.report_id
JOIN bodies b ON b.id = r.body_id
WHERE (coalesce(:change, '') = '' OR v.change = :change) AND (coalesce(:year, '') = '' OR r.year = :year)
ORDER BY v.observed_at DESC, v.id DESC;
