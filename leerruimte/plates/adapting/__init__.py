"""What adapting a plate is, from values only: its sections, what is wrong with them, what differs between two."""
