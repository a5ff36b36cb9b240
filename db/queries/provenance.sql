/* zh: 一个数据的来龙去脉：从原句到存档字节
   en: Where a figure comes from: from its sentence to the archived bytes
   param figure integer null: 数据编号（空为全部，至多 200 行） / id of a figure (empty: all, at most 200 rows) */
SELECT f.id AS figure, f.label, f.value, f.unit,
    (SELECT fraction FROM figure_fractions WHERE figure_id = f.id) AS fraction, f.quote, f.start, f."end", b.name AS body, r.kind, r.year,
    p.url AS place, v.number AS version, v.observed_at, v.method, v.parser_version, v.text_sha256,
    c.id AS capture, c.role, c.url AS original, c.fetched_at, c.http_status, c.sha256, c.size, c.archive_file,
    c.archive_offset, c.archive_length, c.record_sha256, c.previous_hash, c.chain_hash
FROM figures f
JOIN report_versions v ON v.id = f.version_id
JOIN report_places p ON p.id = v.place_id
JOIN reports r ON r.id = v.report_id
JOIN bodies b ON b.id = r.body_id
LEFT JOIN captures c ON c.id = f.capture_id
WHERE f.id BETWEEN CAST(coalesce(nullif(:figure, ''), 0) AS INTEGER)
    AND CAST(coalesce(nullif(:figure, ''), 9000000000000000000) AS INTEGER)
ORDER BY f.id
LIMIT CASE WHEN coalesce(:figure, '') = '' THEN 200 ELSE -1 END;
