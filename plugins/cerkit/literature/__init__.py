"""The literature review's own work: reading exports, linking duplicates, counting the flow, measuring agreement.

Pure functions over bytes and values; no file, clock, process or network.
"""
