"""The city twin: a fictional operator's city with a known truth.

It builds a city, writes the feeds that an operator's systems would drop, answers the contacts that Gridloop
makes as its people would, and writes the feeds of the next month. It meets Gridloop at its two doors only:
feed files and the HTTP API. Nothing in this package imports `gridloop`.

    world/    builds the city: geography, names, organisation, staff, customers, offers
    nature/   the hidden truth: why people leave, buy, answer the door (pure functions)
    books.py  what a month writes into the operator's books
    feeds/    writes files as an operator's systems would, dirty rows included
    life/     keeps the state, plays the phones, closes months, tells the truth

Each of these imports only those above it.
"""
