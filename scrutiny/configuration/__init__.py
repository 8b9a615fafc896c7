"""The settings by subject, each read from the environment and safe when nothing is set."""
