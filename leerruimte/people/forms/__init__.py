"""One module a feature."""
