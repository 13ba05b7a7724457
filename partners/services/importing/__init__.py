"""Bodies read from public registers: each row is judged first, and written only when the operator says so."""
