/* zh: 取证记录：一个网址或文件的每一次访问，新的在前
   en: Captures of a document, attachment or list, newest first
   param url text null: 网址（空为最近的 200 条） / url (empty: the newest 200) */
SELECT c.id AS capture, c.fetched_at, c.role, c.url, c.http_status, c.verdict, c.reason, c.media_type, c.size, c.sha256,
    c.rendered, c.archive_file, c.archive_offset, c.chain_hash, c.section_id AS section, c.run_id AS run
FROM captures c
WHERE c.id IN (
    SELECT id FROM captures WHERE url = :url
    UNION SELECT id FROM captures WHERE document_url = :url
    UNION SELECT id FROM (SELECT id FROM captures WHERE coalesce(:url, '') = '' ORDER BY id DESC LIMIT 200))
ORDER BY c.id DESC;
