"""The dyes and the woven motifs that a city or a network chooses from."""

DYES = ("indigo", "leaf", "lac", "annatto", "plum", "water")
WEAVES = ("diamond", "water", "flower")
