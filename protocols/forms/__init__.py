"""Forms of the protocols room: what people type, read into what the services take."""
