"""Block Kit as models: what one block may hold."""
