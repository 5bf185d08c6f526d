"""stable-diffusion.cpp as a mediawright provider: a command line tool of this machine draws the pictures."""
