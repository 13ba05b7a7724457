"""The floor that every room of Concordat stands on; it imports no other room."""
