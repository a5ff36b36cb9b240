/* zh: 近期变化：案件的新增、加重、解除和处理
   en: What happened to cases since a day
   param since text null: 起始日期（默认最近一次运行前七天，至多 200 条） / first day (default: seven days before the last run, at most 200) */
SELECT v.at, v.event, a.id AS "case", a.severity, b.name AS body, a.year, a.rule, u.zh AS rule_name, a.title, v."by",
    v.why
FROM alert_events v
JOIN alerts a ON a.id = v.alert_id
LEFT JOIN bodies b ON b.id = a.body_id
LEFT JOIN rules u ON u.rule = a.rule
WHERE v.at >= coalesce(nullif(:since, ''), (SELECT date(max(today), '-7 days') FROM runs), '')
ORDER BY v.at DESC, v.id DESC
LIMIT CASE WHEN coalesce(:since, '') = '' THEN 200 ELSE -1 END;
