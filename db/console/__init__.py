"""The console: Datasette on the one database, read-only, with pages of our own (`fazhi serve`)."""
