"""The public door: a process of its own, without accounts, cookies or memory of who came."""
