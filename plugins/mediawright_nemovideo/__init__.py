"""NemoVideo for mediawright: a session that is talked to, a stream that is listened to, and a free export at the end."""
