"""What can be done to protocols: each function one act, with its permission, its state and its record."""
