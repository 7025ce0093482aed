"""Readers: lines of one source in, a tree of located words out. One format a module; nothing is judged
here.
"""
