"""What the endpoints of `/api/v1/` stand on: tokens, scopes, problem documents, idempotency keys, cursors."""
