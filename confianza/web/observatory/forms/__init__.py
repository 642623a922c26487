"""What can be asked and told on the screens of the observatory, a module a subject."""
