"""Bytes in, records out: pure functions without network, disk, clock or configuration."""

PARSER_VERSION = "10"
