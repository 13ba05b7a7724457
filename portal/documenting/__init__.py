"""Reference pages that are made from the code, and compared with it in the check."""
