/* zh: 通知台账：何时告知谁哪些案件
   en: The ledger of mails: who was told of which case, and when
   param supervisor text null: 收件人名称（收件人和案件都空为最近 200 条） / name of a supervisor (without it and a case: the newest 200)
   param case integer null: 案件编号 / id of a case */
WITH chosen AS (
    SELECT * FROM (SELECT message_id, alert_id, event FROM deliveries WHERE alert_id = CAST(:case AS INTEGER))
    UNION ALL
    SELECT * FROM (
        SELECT d.message_id, d.alert_id, d.event
        FROM messages m CROSS JOIN deliveries d ON d.message_id = m.id
        WHERE coalesce(:case, '') = '' AND (coalesce(:supervisor, '') = '' OR m.supervisor = :supervisor)
        ORDER BY m.id DESC, d.alert_id
        LIMIT CASE WHEN coalesce(:supervisor, '') = '' THEN 200 ELSE -1 END)
)
SELECT m.sent_at, m.supervisor, m.channel, m.recipient, m.state, m.uncertain, m.subject, a.id AS "case", v.event,
    a.severity, b.name AS body, a.year, a.title, m.message_id, m.error
FROM chosen d
CROSS JOIN messages m ON m.id = d.message_id
JOIN alerts a ON a.id = d.alert_id
JOIN alert_events v ON v.id = d.event
LEFT JOIN bodies b ON b.id = a.body_id
WHERE coalesce(:supervisor, '') = '' OR m.supervisor = :supervisor
ORDER BY m.id DESC, a.id;
