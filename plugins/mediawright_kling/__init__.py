"""Kling AI, the provider's own API: access keys or device bind, video, pictures, subjects (docs/contracts/kling.md)."""
