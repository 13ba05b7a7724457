"""What the portal tells whoever runs it: log lines that can be found again by a reference, and figures."""
