/* zh: 通知台账：何时告知谁哪些案件
   en: The ledger of mails: who was told of which case, and when
   param supervisor text null: 收件人名称（收件人和案件都空为最近 200 条） / name of a supervisor (without it and a case: the newest 200)
   param case integer null: 案件编号 / id of a case */
SELECT m.sent_at, m.supervisor, m.channel, m.recipient, m.state, m.uncertain, m.subject, a.id AS "case", v.event,
    a.severity, b.name AS body, a.year, a.title, m.message_id, m.error
FROM messages m
JOIN deliveries d ON d.message_id = m.id
JOIN alerts a ON a.id = d.alert_id
JOIN alert_events v ON v.id = d.event
LEFT JOIN bodies b ON b.id = a.body_id
WHERE (coalesce(:supervisor, '') = '' OR m.supervisor = :supervisor) AND (coalesce(:case, '') = '' OR a.id = :case)
ORDER BY m.id DESC, a.id
LIMIT CASE WHEN coalesce(:supervisor, '') = '' AND coalesce(:case, '') = '' THEN 200 ELSE -1 END;
