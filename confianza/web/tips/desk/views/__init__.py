"""What the desk does when an address is asked for."""
