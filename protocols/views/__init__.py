"""Pages of protocols: each fetches within what the reader may see, binds a form, calls one service, and answers."""
