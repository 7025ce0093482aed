"""The two documented scenarios of Management Central with SSL (i5/OS V5R4, Secure Sockets Layer) as a state
machine, and as real TLS between processes.

Events in, what is seen out: :mod:`machine`. What a connection would come to: :mod:`links`. Only
:mod:`folder`, :mod:`connect` and :mod:`peer` touch files, processes and sockets.
"""
