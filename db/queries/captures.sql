/* zh: 取证记录：一个网址或文件的每一次访问
   en: Captures of a document, attachment or list
   param url text null: 网址（空为最近的） / url (empty: the newest) */
SELECT c.id AS capture, c.fetched_at, c.role, c.url, c.http_status, c.verdict, c.reason, c.media_type, c.size, c.sha256,
    c.rendered, c.archive_file, c.archive_offset, c.chain_hash, c.section_id AS section, c.run_id AS run
FROM captures c
WHERE :url IS NULL OR c.url = :url OR c.document_url = :url
ORDER BY c.id DESC
LIMIT 1000;
