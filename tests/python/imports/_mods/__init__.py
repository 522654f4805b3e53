"""Modules that the tests of imports load."""
