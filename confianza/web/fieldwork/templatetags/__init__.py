"""Words and marks of the fieldwork for its templates."""
