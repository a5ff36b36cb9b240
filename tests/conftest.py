"""What holds for every test."""

from hypothesis import settings

# A slow machine is no failure: time is measured in benchmarks, never in tests.
settings.register_profile("steady", parent=settings(), deadline=None)
settings.load_profile("steady")
