"""Reading protocols: what a page or a service needs to know, and who may see it."""
