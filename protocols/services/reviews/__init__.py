"""Reviewing agreements in force: who sees to it, reminders, what it came to, and what follows."""
