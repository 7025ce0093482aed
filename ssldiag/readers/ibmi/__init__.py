"""What an IBM i can hand over, one format a module: prints of commands, results of SQL services, settings
forms.

Each reader takes a source and gives a frozen value whose parts know their places; nothing is thrown for what
is in the file.
"""
