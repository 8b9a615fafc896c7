"""What a laptop gets from one command: an embedded database and broker, and all three processes under one manager."""
