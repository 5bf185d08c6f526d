"""The Gemini API with a key: Omni clips, Nano Banana pictures, speech, music. Facts: docs/contracts/gemini.md."""
