"""The pages of the public door, all at one address: the button pressed says which is wanted."""
