"""The whole install as one file, made while it runs, and an empty install filled from it, on either database."""
