"""The analysis: pure functions and Ibis expressions, data in, data out.

It knows neither Django nor the network, neither the clock nor the file system. Bytes, frames, dates and
settings are handed to it; frames or frozen dataclasses come back. Steps run one way (see ARCHITECTURE.md).
"""
