"""What each page reads: plain rows by SQL that follows an index, on Datasette's read-only connection."""
