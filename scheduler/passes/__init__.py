"""The passes: crawl, read, check, send, and the one nightly run of all four."""
