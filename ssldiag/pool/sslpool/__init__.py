"""SSLPOOL: planning information for a pool of SSL servers, or for a single one, as text to be taken over.

:mod:`.grammar` turns words into an order, :mod:`.sizing` sessions into limits, :mod:`.files` and
:mod:`.filepool` an order into lines, :mod:`.planinfo` all of it into a page and a document. Nothing is run.
"""
