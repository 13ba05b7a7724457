"""Pages of agreements made elsewhere."""
