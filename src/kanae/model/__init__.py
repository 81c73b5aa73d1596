"""What things are: dates, records, issues and results, without any reading or computing."""
