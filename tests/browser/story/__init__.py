"""The main job as a story: real bodies of Greater Manchester agree, and their signed agreement is read back."""
