"""The pages of the catalogue, and of offers and wants."""
