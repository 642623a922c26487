"""The pages of the records: what came, pairs to look at, cases, and validation meetings."""
