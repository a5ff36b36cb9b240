CREATE TABLE IF NOT EXISTS body_names (           -- names and aliases of configured bodies, by which an issuer is found
    name TEXT NOT NULL,
    body_id TEXT NOT NULL REFERENCES bodies(id) ON DELETE CASCADE,
    PRIMARY KEY (name, body_id)
) STRICT, WITHOUT ROWID;
INSERT OR IGNORE INTO body_names (name, body_id)
SELECT name, id FROM bodies WHERE id NOT GLOB 'issuer-*'
UNION SELECT j.value, b.id FROM bodies b, json_each(b.aliases) j WHERE j.value <> '';
CREATE INDEX IF NOT EXISTS body_names_body ON body_names(body_id);
CREATE INDEX IF NOT EXISTS bodies_region ON bodies(region);
CREATE INDEX IF NOT EXISTS sections_body ON sections(body_id);
