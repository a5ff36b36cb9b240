"""The one SQLite file and the originals beside it."""
