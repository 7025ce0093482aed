"""How a verdict is found: what happened, how far it got, what was wrong with the certificates, who logs what.

Everything here takes a finished :class:`ssldiag.wire.model.Handshake` and has no effect.
"""
