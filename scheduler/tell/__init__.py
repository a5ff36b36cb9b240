"""Telling: cases that live from finding to closure, and mail to whom each concerns."""
