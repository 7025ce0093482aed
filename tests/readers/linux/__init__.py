"""Tests of the readers for GSKit products on Linux."""
