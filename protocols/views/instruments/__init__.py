"""After signing: the list of instruments, beginning one, and each one's own pages."""
