"""Kling beside clips and pictures: faces, speech, sounds, motion, effects (docs/contracts/kling-more.md, part B)."""
