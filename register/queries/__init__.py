"""What the public may read: the list, and each agreement in it."""
