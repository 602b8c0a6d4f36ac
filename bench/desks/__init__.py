"""A network of desks at its full size: what bench/lending.py lends."""
