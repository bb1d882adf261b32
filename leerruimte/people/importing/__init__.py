"""Files with organisations and people: reading them, saying what they would change, writing them. No database here."""
