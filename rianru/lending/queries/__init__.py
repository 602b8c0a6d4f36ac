"""The only door for reads of lending."""
