/* zh: 未结案件
   en: Open cases
   param severity text null: 级别 / severity (info, notice, warning, critical)
   param region text null: 行政区划代码前缀 / prefix of the region code */
SELECT a.id AS "case", a.severity, a.state, b.name AS body, a.kind, a.year, a.rule, u.zh AS rule_name, a.metric,
    a.title, a.opened_at, a.last_seen_at, a.snoozed_until,
    (SELECT max(m.sent_at) FROM deliveries d JOIN messages m ON m.id = d.message_id WHERE d.alert_id = a.id) AS told_at
FROM alerts a
LEFT JOIN bodies b ON b.id = a.body_id
LEFT JOIN rules u ON u.rule = a.rule
WHERE a.state IN ('open', 'acknowledged', 'snoozed') AND (coalesce(:severity, '') = '' OR a.severity = :severity)
    AND (coalesce(:region, '') = '' OR b.region GLOB :region || '*')
ORDER BY CASE a.severity WHEN 'critical' THEN 0 WHEN 'warning' THEN 1 WHEN 'notice' THEN 2 ELSE 3 END,
    a.opened_at, a.id;
