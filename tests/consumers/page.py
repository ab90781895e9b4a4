"""Writes docs/consumers.md."""


def text(outcomes, tables, exported):
    return ""
