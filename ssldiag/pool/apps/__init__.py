"""Small application servers for behind the SSL servers: echo, FTP, SMTP, Telnet; real enough for clients.

An application speaks plaintext only. To secure a connection it hands the socket to the stack and goes on with
the one that it gets back.
"""
