"""What every endpoint of `/api/v1/` stands on: tokens and scopes, problem documents, idempotency keys, cursors."""
