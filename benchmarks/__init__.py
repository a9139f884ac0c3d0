"""What the project promises, measured: scripts that anybody can run."""
