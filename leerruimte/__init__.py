"""Leerruimte: one learning space for a partnership of schools and a teacher-education institute."""
