"""What people run, thin: each script also runs as a module."""
