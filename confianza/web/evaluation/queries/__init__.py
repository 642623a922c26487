"""Evaluations as they stand, and the figures of the store behind them."""
