"""Every write of the room: designing, registering, computing, criticising, publishing."""
