"""Tests of the readers of IBM i files."""
