"""Quality control: a finished file measured, checked against its script, and drawn.

in:  the episode's files
out: Report, plot
"""

__all__ = ["file_checks", "inspect"]
