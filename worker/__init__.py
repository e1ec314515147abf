"""The worker: does what is slow or lies outside Postgres, as rows of the queue ask for it."""
