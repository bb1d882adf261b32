"""Leerruimte: one learning space for a partnership of schools and a teacher-education institute."""

__version__ = "0.1.0"
