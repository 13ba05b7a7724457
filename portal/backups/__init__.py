"""Backups: the database, the documents and the keys in one file, and a portal made from it again."""
