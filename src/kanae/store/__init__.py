"""Disk, database, clock: everything that reaches outside the process."""
