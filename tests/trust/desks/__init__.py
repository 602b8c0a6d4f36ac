"""Desks that lend over HTTP while lines are cut, processes die and the database is killed."""
