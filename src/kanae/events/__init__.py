"""Machine-coded events in the world's news: files of GDELT, ICEWS and POLECAT into one table."""
