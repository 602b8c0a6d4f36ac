A file that somebody sent.
