"""The metric catalogue, and figures bound to it."""

from __future__ import annotations

from parsers.metrics.binding import bind_metrics
from parsers.metrics.catalogue import Catalogue, CatalogueError, Context, Metric, catalogue, load_catalogue

__all__ = ["Catalogue", "CatalogueError", "Context", "Metric", "bind_metrics", "catalogue", "load_catalogue"]
