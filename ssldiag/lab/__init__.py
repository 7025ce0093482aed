"""The lab: a catalogue of faults. Each is made on a reference pool, suffered by real clients, recorded,
diagnosed, compared with what was expected, and repaired.
"""
