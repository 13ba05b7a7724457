"""How often one person, or one sender, may ask for something dear."""
