"""Many hosts and many captures, worked through by the processes of a Dask cluster into a Parquet dataset.

``places`` and ``plan`` say what there is to do; ``hosts``, ``looks`` and ``scans`` are what workers do, on
one piece each; ``run_doctor`` and ``run_pcap`` hand out and put together; ``dataset`` writes; ``query`` asks.
The reading itself is that of :mod:`ssldiag.doctor` and :mod:`ssldiag.capture`, and nothing here repeats it.
"""
