"""Mail: written in templates, kept in the database with the change that caused it, sent in the background."""
