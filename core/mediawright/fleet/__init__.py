"""Workers of a ledger that several machines share: who carries which job, and what becomes of it when a worker dies.

The ledger decides, the engine hands out. A job's state says what is done next (`runner`), its lease who may do it; a turn
only says "somebody carries this job now" and may be lost, handed out twice or come late without harm.
"""
