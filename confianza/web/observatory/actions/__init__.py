"""What people do in the observatory, a module a subject."""
