"""Reads about people, their roles and their emergency access."""
