"""Decide where a message goes: features, rules, classifier, clarifications."""
