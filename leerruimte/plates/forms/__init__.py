"""Forms for plates."""
