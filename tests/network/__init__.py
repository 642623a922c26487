"""Observatories that exchange packages: three workspaces on one machine."""
