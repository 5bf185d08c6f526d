"""Alibaba Cloud Model Studio (DashScope, 百炼): Wan, HappyHorse, Qwen-Image, CosyVoice. Facts: its contract."""
