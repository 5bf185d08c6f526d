"""Where results and inputs lie that several machines reach: a shared folder or a bucket. Blocking; nothing is overwritten.

What is kept has the key `FLEET/JOB/SHA256/NAME`, an input `FLEET/inputs/SHA256/NAME`: one key never stands for other
bytes, and whoever reads knows what they must be. The ledger holds `store:` and the key, never a path of one machine.
"""
