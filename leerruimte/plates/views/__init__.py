"""Pages about plates."""
