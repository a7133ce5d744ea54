"""What Azure says and does: sign-in, the gateway, questions about one VM. No Qt."""
