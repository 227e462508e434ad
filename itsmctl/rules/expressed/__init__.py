"""Rules that are expressions in CEL, of schemas and of rule records."""

from itsmctl.rules.expressed.book import Book, book_in, book_of, rule_undecided, rule_unusable

__all__ = ["Book", "book_in", "book_of", "rule_undecided", "rule_unusable"]
