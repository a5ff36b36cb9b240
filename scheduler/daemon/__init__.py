"""The daemon: the passes on their schedule, each in a process of its own, until it is told to end (`loop.Daemon`)."""
