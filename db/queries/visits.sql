/* zh: 栏目访问记录
   en: Visits of a section
   param section text null: 栏目编号（空为全部，至多 200 行） / id of a section (empty: all, at most 200 rows) */
SELECT v.section_id AS section, v.seen_at, v.outcome, v.whole, v.unchanged, v.pages, v.rows_seen, v.declared_total,
    v.newest_row_on, v.reach, v.family, v.reason, v.run_id AS run,
    (SELECT count(*) FROM captures c WHERE c.visit_id = v.id) AS captures
FROM visits v
WHERE coalesce(:section, '') = '' OR v.section_id = :section
ORDER BY v.id DESC
LIMIT CASE WHEN coalesce(:section, '') = '' THEN 200 ELSE -1 END;
