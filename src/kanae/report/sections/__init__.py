"""The sections of the brief, one file each; every function takes words and answers and returns a section."""
