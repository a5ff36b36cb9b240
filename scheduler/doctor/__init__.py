"""What `fazhi doctor` finds out: of this machine, and of one page of a portal."""
