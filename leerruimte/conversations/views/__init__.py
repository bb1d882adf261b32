"""What people see and do in a conversation, screen by screen."""
