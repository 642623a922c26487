"""The screens of the observatory, a module a subject."""
