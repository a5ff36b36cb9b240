"""fazhi.yaml: read, checked whole, and turned into one frozen `Config`."""

from scheduler.config.load import load_config
from scheduler.config.model import BodyConfig, Config, DutyConfig, SectionConfig, SupervisorConfig

__all__ = ["BodyConfig", "Config", "DutyConfig", "SectionConfig", "SupervisorConfig", "load_config"]
