"""The metric catalogue. Figures are bound to it in `binding`, which only readers of documents load."""

from __future__ import annotations

from parsers.metrics.catalogue import Catalogue, CatalogueError, Context, Metric, catalogue, load_catalogue

__all__ = ["Catalogue", "CatalogueError", "Context", "Metric", "catalogue", "load_catalogue"]
