"""Writing plates."""
