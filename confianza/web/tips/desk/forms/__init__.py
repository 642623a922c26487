"""The shape of what the desk sends."""
