CREATE TABLE seals (
    version_id INTEGER NOT NULL REFERENCES report_versions(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,             -- the table whose rows are sealed
    seals BLOB NOT NULL,            -- eight bytes a row
    PRIMARY KEY (version_id, kind)
) STRICT;
