/* zh: 数据字典：表、列、指标、规则的含义
   en: The data dictionary: what tables, columns, metrics and rules mean
   param name text null: 表、列、指标或规则的名称 / name of a table, column, metric or rule */
SELECT * FROM (
    SELECT CASE "column" WHEN '' THEN 'table' ELSE 'column' END AS what, "table" AS name, "column", zh, en FROM dictionary
    UNION ALL
    SELECT 'metric', key, '', zh || coalesce('：' || definition, ''), en || ' (' || kind || ', ' || unit || ')' FROM metrics
    UNION ALL
    SELECT 'rule', rule, '', zh || coalesce('（' || basis_zh || '）', ''), en || coalesce(' (' || basis_en || ')', '')
    FROM rules
)
WHERE coalesce(:name, '') = '' OR name = :name OR "column" = :name
ORDER BY what = 'rule', what = 'metric', name, "column" <> '';
