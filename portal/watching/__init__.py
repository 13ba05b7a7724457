"""What an operator watches: whether parts answer, and how much waits to be done."""
