"""The only room that touches portals."""
