"""The pages of the partners room: each fetches, binds a form, calls one service, and answers."""
