"""What an administrator types and reads: SSLADMIN and NETSTAT as pure code.

:mod:`.ssladmin` and :mod:`.netstat` turn words into a request or a refusal, :mod:`.answers` a request and a
status into lines and a document. Nothing here reads a file or a socket.
"""
