"""Headless commands: the same engine for scripts. Stdout holds the result and nothing else; everything else goes to stderr."""
