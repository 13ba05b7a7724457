"""Reading the catalogue, and what is offered and wanted."""
