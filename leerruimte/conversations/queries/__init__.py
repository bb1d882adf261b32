"""Reading a conversation: for the room, the phone, the desk, the beamer, the report."""
