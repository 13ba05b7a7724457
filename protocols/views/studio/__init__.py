"""Pages of the template studio: for a partnership's officers alone."""
