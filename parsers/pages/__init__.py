"""A portal's pages read: verdicts, lists, articles, attachments."""
