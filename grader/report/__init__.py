"""What people read: a grade as HTML, terminal text, Markdown and JSON, in both languages."""
