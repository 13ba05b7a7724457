"""Composing a partnership's own templates: beginning, drafting, publishing and retiring them."""
