"""A document held against its kind's schema: a quick yes or no, and the reasons where it is no."""

from itsmctl.validate.check import checker, explain

__all__ = ["checker", "explain"]
