"""What people write down of problems, promises, plans, grants and weekly meetings, a module a subject."""
