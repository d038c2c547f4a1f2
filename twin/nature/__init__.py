"""The hidden truth: pure functions from what a customer is and has to what the customer does."""
