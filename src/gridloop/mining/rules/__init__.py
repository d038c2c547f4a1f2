"""Pure decisions of mining: whom a model speaks of, what a contact is expected to add, what it is worth, and why."""
