"""What everybody may see of problems, promises, plans and grants: a module a subject."""
