"""Standards, phases and networks, for everyone and for those who keep them."""
