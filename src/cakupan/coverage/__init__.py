"""Coverage: who is a member out of who could be, by place and month, and what that figure means."""
