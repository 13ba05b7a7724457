"""What the portal itself keeps of whom, for how long; and letting it go on time."""
