"""Numbers: plain values in, one frozen result out, with the ids of the records behind it."""
