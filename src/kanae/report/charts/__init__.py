"""Charts as Vega-Lite specifications: pure data, laid out by our own measure of text so that fonts change nothing."""
