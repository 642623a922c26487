"""Pure decisions on problems, commitments, plans and grants."""
