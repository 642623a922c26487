"""Pages of the territory: the areas, the import, the names to confirm."""
