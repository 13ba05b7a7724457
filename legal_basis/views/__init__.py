"""Public pages: practice walks of both checklists, and the library of powers and bars."""
