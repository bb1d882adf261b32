"""Changing a conversation: open and close, phases, moderation, themes, tables, taking part."""
