"""What `crossbrew doctor` looks at, a module each: it looks and tells, and mends nothing."""
