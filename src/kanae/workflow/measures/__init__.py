"""One file a measure: from the records of a question to the plain values it takes, and from its result to rows.

A file named ``say_do.py`` holds ``MEASURE`` and is the measure ``say-do``; nothing else has to know of it.
"""
