"""What joins the parts: each function answers one question of the command line or the page."""
