"""YAML text into plain values, strictly, and the places of those values when somebody asks for them."""

from itsmctl.document.build import DEPTH, HIDDEN, NODES, Json
from itsmctl.document.parse import Document, parse
from itsmctl.document.place import Path, key_place, place, typed, whole
from itsmctl.document.spot import in_text
from itsmctl.document.write import inline

__all__ = [
    "DEPTH",
    "HIDDEN",
    "NODES",
    "Document",
    "Json",
    "Path",
    "in_text",
    "inline",
    "key_place",
    "parse",
    "place",
    "typed",
    "whole",
]
