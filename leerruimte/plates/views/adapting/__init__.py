"""Pages on which a plate is made one's own and changed."""
