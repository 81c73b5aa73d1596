"""Words, tables and pictures, in three languages."""
