"""Notations that people write films in → a draft of a plan. Only what is written is carried over; guesses are marked."""
