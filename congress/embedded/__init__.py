"""The servers of development: PostgreSQL and Valkey from packages, for `make demo`, `make test` and `manage.py`.

Nothing in production imports this folder. A keeper process owns the two servers of one data folder (VAR); commands
hold a lease on it, an open socket. When the last lease ends, however it ends, the keeper stops the servers in order.
"""
