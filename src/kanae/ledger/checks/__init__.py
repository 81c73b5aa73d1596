"""The checks of a ledger, one file a question; ``kanae.ledger.check`` puts them in order."""
