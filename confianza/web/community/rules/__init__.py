"""Pure decisions: what may become of a body, a meeting, a request; what a junta's warning signs add up to."""
