"""What people fill in about bodies, decisions and people."""
