"""What changes the catalogue, and what is asked and answered."""
