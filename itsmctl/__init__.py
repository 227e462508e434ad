"""Turns YAML records, git and pull requests into IT service management: checked, gated, counted and published."""

__version__ = "0.1.0"
