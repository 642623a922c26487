"""Stands in for the accounts in the intake's process: that somebody is there and active, and nothing else."""
