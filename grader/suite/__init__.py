"""What a test author writes, and what runs it."""
