"""Typed input of conversations, one module a feature."""
