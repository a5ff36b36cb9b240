/* zh: 全文检索：按汉字逐字匹配，空格分开的词须同时出现，新年度在前
   en: Search in titles and texts: each word, split at spaces, as it stands; newest report years first
   param text text null: 检索词 / words to search for
   param year integer null: 报告年度 / report year
   param kind text null: 报告种类 / kind of report
   param region text null: 行政区划代码前缀 / prefix of the region code
   param body text null: 机构编号 / id of a body
   param count integer 100: 至多几条 / at most so many
   param skip integer 0: 跳过几条 / leave out so many first */
WITH RECURSIVE letters (place, words) AS (  -- the text as the index has it: see db/search_index.py
    SELECT 1, '"'
    UNION ALL
    SELECT place + 1, words || (
        SELECT CASE
            WHEN code IN (9, 10, 13, 32, 12288) THEN '" "'
            WHEN code IN (34, 65282) THEN ' '
            WHEN code IN (44, 46, 65294) AND substr(:text, place - 1, 1) GLOB '[0-9０-９]'
                AND substr(:text, place + 1, 1) GLOB '[0-9０-９]'
                THEN CASE code WHEN 44 THEN '' ELSE char(57345) END
            WHEN instr('，。；：、！？', char(code)) THEN ' ' || char(57344) || ' '
            WHEN code = 12295 OR code BETWEEN 13312 AND 19903 OR code BETWEEN 19968 AND 40959
                OR code BETWEEN 63744 AND 64255 OR code BETWEEN 131072 AND 262143 THEN ' ' || char(code) || ' '
            WHEN code BETWEEN 65281 AND 65374 THEN char(code - 65248)
            ELSE char(code) END
        FROM (SELECT unicode(substr(:text, place, 1)) AS code))
    FROM letters WHERE place <= min(length(:text), 200)
), asked AS (
    SELECT words || '"' AS words, substr(trim(:text), 1, instr(trim(:text) || ' ', ' ') - 1) AS first
    FROM letters ORDER BY place DESC LIMIT 1
), few AS (  -- the reports of a body or of a small region are looked up one by one, not found among all that have the words:
          -- each letter of each look takes as long as a thousandth of going through all
    SELECT coalesce(:body, '') <> '' OR coalesce(:region, '') <> '' AND 800 >= length(:text) * (
        SELECT count(*) FROM (
            SELECT 1 FROM bodies b JOIN reports r ON r.body_id = b.id
            WHERE b.region GLOB :region || '*' AND (coalesce(:year, '') = '' OR r.year = :year) LIMIT 801)) AS so
), hits AS (
    SELECT s.rowid AS place
    FROM report_search s
    WHERE s.report_search MATCH (SELECT CASE WHEN so THEN '""' ELSE words END FROM asked, few)
        AND s.rowid >= coalesce(nullif(:year, ''), 0) * 1000000000
        AND s.rowid < (coalesce(nullif(:year, ''), 9000) + 1) * 1000000000
        AND (coalesce(:region, '') = '' OR s.rowid % 1000000000 IN (
            SELECT r.current_version_id FROM reports r JOIN bodies b ON b.id = r.body_id
            WHERE b.region GLOB :region || '*'))
        AND EXISTS (SELECT 1 FROM reports r WHERE r.current_version_id = s.rowid % 1000000000
            AND (coalesce(:kind, '') = '' OR r.kind = :kind))
    UNION ALL
    SELECT s.rowid
    FROM bodies b
    CROSS JOIN reports r ON r.body_id = b.id
    CROSS JOIN report_search s ON s.rowid = r.year * 1000000000 + r.current_version_id
        AND s.report_search MATCH (SELECT words FROM asked)
    WHERE (SELECT so FROM few) AND (coalesce(:body, '') = '' OR b.id = :body)
        AND (coalesce(:region, '') = '' OR b.region GLOB :region || '*')
        AND (coalesce(:kind, '') = '' OR r.kind = :kind) AND (coalesce(:year, '') = '' OR r.year = :year)
    ORDER BY 1 DESC
    LIMIT max(0, CAST(coalesce(nullif(:count, ''), 100) AS INTEGER)) OFFSET CAST(coalesce(:skip, 0) AS INTEGER)
)
SELECT r.year, b.name AS body, r.kind, r.title,
    substr(v.text, max(1, instr(v.text, a.first) - 40), 120) AS passage,
    (SELECT p.role FROM parts p WHERE p.version_id = v.id AND instr(v.text, a.first) - 1 >= p.start
     AND instr(v.text, a.first) <= p."end" ORDER BY p.start DESC LIMIT 1) AS part,
    r.published_on, r.url, r.body_id, b.region, r.id AS report, v.id AS version
FROM hits h
CROSS JOIN asked a
JOIN reports r ON r.current_version_id = h.place % 1000000000
JOIN report_versions v ON v.id = r.current_version_id
JOIN bodies b ON b.id = r.body_id
ORDER BY h.place DESC;
