"""What people type about data sets and wants."""
