"""WHAT COULD BE SHARED: partners' data sets, with their definitions and boundaries; offers and wants."""
