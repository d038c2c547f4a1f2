"""Customers: what the operator's books say of them (`Cards`) and what nobody knows (`People`)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from twin.chance import Bools, Floats, Ints, generator
from twin.cities import City
from twin.columns import Columns
from twin.months import HISTORY_STARTS, NO_DAY, Days, first_day
from twin.world.names import Texts, addresses, firm_names, people_names, phone_numbers
from twin.world.places import Places

PUBLIC, SME, GROUP = 0, 1, 2
SEGMENTS = np.array(["public", "sme", "group"])
SEGMENT_MIX = (0.935, 0.06, 0.005)
HOME, WORKER, RETIRED = 0, 1, 2
"""Daily rhythms: shift or home worker, day worker, retired."""

KNOWN_PLACE_SHARE = 0.9
COORDINATES_ONLY_SHARE = 0.05
ADDRESS_ONLY_SHARE = 0.03
"""What the books know of where a customer lives; the rest (mobile only) is known by nothing but the city."""


@dataclass
class Cards(Columns):
    """The customer feed's columns. Empty place code, NaN coordinates: unknown to the books."""

    name: Texts
    gender: Texts
    birth_year: Ints
    phone: Texts
    address: Texts
    place_code: Texts
    longitude: Floats
    latitude: Floats


@dataclass
class People(Columns):
    """One row for each customer that ever was; the row number is the number in the customer id."""

    # plain facts
    place: Ints
    segment: Ints
    age: Ints
    lines: Ints
    """How many mobile lines; fees, data and voice scale with it. 1 for the public market."""
    joined_on: Days
    left_on: Days
    # hidden traits, constant
    price_sensitivity: Floats
    """0 (does not look) to 1 (counts every yuan)."""
    affinity: Floats
    """Liking for the competitor, standard normal."""
    appetite: Floats
    """Log of the MB a month that a line wants when the books open."""
    appetite_growth: Floats
    """Log per month."""
    digital: Floats
    """0 (never uses an app) to 1 (does everything by phone): buys and renews alone."""
    openness: Floats
    """Readiness to listen to a seller, standard normal."""
    crossness: Floats
    """Inclination to say "do not disturb", standard normal."""
    frailty: Floats
    """What makes a customer leave that no table shows, standard normal."""
    rhythm: Ints
    wrong_number: Bools
    # state that moves from month to month
    drift_months: Ints
    """For how many months the customer has been drifting away; 0 for those who are not."""
    grudge: Floats
    """Anger left over from faults and complaints; halves in a month."""
    fatigue: Floats
    """Contacts lately; halves in a month."""

    @property
    def is_present(self) -> Bools:
        """True for those who have not left."""
        present: Bools = np.isnat(self.left_on)
        return present


def customer_ids(rows: Ints) -> Texts:
    """C000000001 for row 0."""
    return np.strings.add("C", np.strings.zfill((rows + 1).astype("U9"), 9))


def customer_row(customer_id: str) -> int:
    """The row of a customer id; ValueError when it is none of ours."""
    if not (customer_id.startswith("C") and customer_id[1:].isdigit()):
        raise ValueError(f"'{customer_id}' is no customer of this city")
    return int(customer_id[1:]) - 1


def draw_people(seed: int, label: str, count: int, places: Places, city: City) -> People:
    """So many new customers with all their traits; `label` names the draw (the first one, or a month's)."""
    rng = generator(seed, f"people {label}")
    place = rng.choice(len(places), size=count, p=places.households / places.households.sum())
    segment = _segments(rng, places.kind[place])
    age = np.clip(rng.normal(46, 15, count) + 6 * places.is_rural[place], 18, 90).astype(np.int64)
    youth = (46 - age) / 15.0
    wealth = places.affluence[place]
    lines = np.select([segment == SME, segment == GROUP], [1 + rng.poisson(2.5, count), 12 + rng.poisson(25, count)], 1)
    sensitivity = _squeeze(_unsqueeze(city.price_sensitivity) - 0.45 * wealth + rng.normal(0, 0.8, count))
    return People(
        place=place, segment=segment, age=age, lines=lines.astype(np.int64),
        joined_on=first_day(HISTORY_STARTS) - 30 - np.minimum(rng.exponential(1_500, count), 7_300).astype(np.int64),
        left_on=np.full(count, NO_DAY), price_sensitivity=sensitivity,
        affinity=0.6 * places.rivalry[place] + 0.8 * rng.normal(0, 1, count),
        appetite=np.log(14_000) + 0.45 * youth + 0.15 * wealth + rng.normal(0, 0.75, count),
        appetite_growth=city.growth + 0.012 * youth + rng.normal(0, 0.02, count),
        digital=_squeeze(0.1 + 1.1 * youth + rng.normal(0, 0.9, count)),
        openness=0.3 * youth + rng.normal(0, 0.95, count), crossness=rng.normal(0, 1, count),
        frailty=rng.normal(0, 1, count), rhythm=_rhythms(rng, age), wrong_number=rng.random(count) < 0.025,
        drift_months=np.zeros(count, dtype=np.int64), grudge=np.zeros(count), fatigue=np.zeros(count),
    )  # fmt: skip


def draw_cards(seed: int, label: str, first_row: int, people: People, places: Places) -> Cards:
    """What the books say of these people: names, telephones, and where they live as far as known."""
    rng = generator(seed, f"cards {label}")
    count = len(people)
    firm = people.segment != PUBLIC
    woman = rng.random(count) < 0.48
    longitude, latitude = _homes(rng, people.place, places)
    known = rng.random(count)
    has_place = known < KNOWN_PLACE_SHARE
    has_position = known < KNOWN_PLACE_SHARE + COORDINATES_ONLY_SHARE
    has_address = has_position | (known < KNOWN_PLACE_SHARE + COORDINATES_ONLY_SHARE + ADDRESS_ONLY_SHARE)
    place = people.place
    address = addresses(rng, places.district[place], places.name[place], places.kind[place])
    return Cards(
        name=np.where(firm, firm_names(rng, people.segment == GROUP), people_names(rng, woman)),
        gender=np.where(firm, "", np.where(woman, "F", "M")),
        birth_year=np.where(firm, 0, 2026 - people.age),
        phone=phone_numbers(first_row, count, seed),
        address=np.where(has_address, address, "澜港市"),
        place_code=np.where(has_place, places.code[place], ""),
        longitude=np.where(has_position, longitude, np.nan),
        latitude=np.where(has_position, latitude, np.nan),
    )


def _segments(rng: np.random.Generator, kind: Texts) -> Ints:
    """Firms live in buildings, parks and markets rather than in compounds."""
    plain = rng.random(len(kind))
    business = np.isin(kind, ["building", "park", "market", "street"])
    group_share = np.where(business, 4.0, 0.4) * SEGMENT_MIX[GROUP]
    firm_share = np.where(business, 3.6, 0.5) * SEGMENT_MIX[SME]
    segments: Ints = np.select([plain < group_share, plain < group_share + firm_share], [GROUP, SME], PUBLIC)
    return segments


def _rhythms(rng: np.random.Generator, age: Ints) -> Ints:
    draw = rng.random(len(age))
    rhythms: Ints = np.where((age >= 61) & (draw < 0.85), RETIRED, np.where(draw < 0.72, WORKER, HOME))
    return rhythms


def _homes(rng: np.random.Generator, place: Ints, places: Places) -> tuple[Floats, Floats]:
    """A point inside the place's cell for each customer; crowded towards the middle."""
    cells: NDArray[np.object_] = shapely.from_wkt(places.boundary_wkt)
    shapely.prepare(cells)
    reach = np.sqrt(shapely.area(cells) / np.pi)[place]
    x = places.longitude[place] + reach * rng.normal(0, 0.45, len(place))
    y = places.latitude[place] + reach * rng.normal(0, 0.35, len(place))
    outside = ~shapely.contains_xy(cells[place], x, y)
    # those who fell outside their cell live close to its middle instead
    x[outside] = places.longitude[place][outside] + (x - places.longitude[place])[outside] * 0.01
    y[outside] = places.latitude[place][outside] + (y - places.latitude[place])[outside] * 0.01
    return np.round(x, 6), np.round(y, 6)


def _squeeze(x: Floats) -> Floats:
    """Any number to one between 0 and 1."""
    squeezed: Floats = 1.0 / (1.0 + np.exp(-x))
    return squeezed


def _unsqueeze(share: float) -> float:
    return float(np.log(share / (1.0 - share)))
