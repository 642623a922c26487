"""English for readers of the region: the same figures, the day before the month."""
