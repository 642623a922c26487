"""Spanish as written in northern Central America."""
