"""Votes in the United Nations General Assembly: files of several makers into one matrix of choices."""
