"""The passes, their configuration and their words."""
