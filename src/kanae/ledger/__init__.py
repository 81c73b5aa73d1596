"""The curated record: read, checked, asked, compared and exported."""
