"""The feeds as tables: one function a feed, columns under the names that stand in the file's header."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from twin.books import COMPLAINT_TOPICS, FAULT_KINDS, MonthBooks
from twin.feeds.intelligence import market_position
from twin.feeds.texts import codes, degrees, filled, month_codes, repeated, stated, yuan
from twin.nature.rivals import OPERATORS
from twin.world.consents import CHANNELS, PROOFS
from twin.world.organisation import grid_codes, staff_row_of_manager
from twin.world.people import PUBLIC, SEGMENTS
from twin.world.subscriptions import NO_OFFER, PRODUCT_KINDS
from twin.world.world import World


def org_unit(world: World) -> pa.Table:
    """Company, branches, grids."""
    units = world.units
    return pa.table({
        "组织编码": units.code, "上级编码": filled(units.parent_code), "层级": units.level,
        "中文名": units.name_zh, "英文名": units.name_en,
    })  # fmt: skip


def staff(world: World) -> pa.Table:
    """Everybody who works for the operator."""
    people = world.staff
    return pa.table({
        "工号": people.staff_no, "姓名": people.name, "角色": people.role, "所属组织": people.org_code,
        "入职日期": people.hired_on, "手机号": people.phone, "日产能": people.daily_capacity,
    })  # fmt: skip


def place(world: World) -> pa.Table:
    """Places with their polygons in WGS 84."""
    places = world.places
    assignee = world.staff.staff_no[staff_row_of_manager(world.staff)][places.manager]
    return pa.table({
        "place_code": places.code, "kind": places.kind, "name": places.name, "name_en": places.name_en,
        "grid_code": np.array(grid_codes(places))[places.grid], "assignee_code": assignee,
        "longitude": places.longitude, "latitude": places.latitude, "boundary_wkt": places.boundary_wkt,
        "district": places.district, "households": places.households,
        "is_rural": pa.array(places.is_rural.astype(np.int64)),
    })  # fmt: skip


def customer(world: World) -> pa.Table:
    """Everybody who ever was a customer; what the books do not know is empty."""
    cards, people = world.cards, world.people
    firm = people.segment != PUBLIC
    return pa.table({
        "客户编码": codes("C", world.rows), "客户名称": cards.name, "性别": filled(cards.gender),
        "出生年份": pa.array(cards.birth_year, mask=firm), "客群": SEGMENTS[people.segment],
        "手机号": cards.phone, "地址": cards.address, "场所编码": filled(cards.place_code),
        "经度": degrees(cards.longitude), "纬度": degrees(cards.latitude),
        "入网日期": people.joined_on, "离网日期": people.left_on,
    })  # fmt: skip


def consent(world: World) -> pa.Table:
    """Answers to "may we contact you"."""
    consents = world.consents
    return pa.table({
        "customer_id": codes("C", consents.customer), "channel": CHANNELS[consents.channel],
        "granted": consents.granted.astype(np.int64), "recorded_on": consents.recorded_on,
        "proof": PROOFS[consents.proof],
    })  # fmt: skip


def subscription(world: World) -> pa.Table:
    """Every subscription that ever was."""
    subs = world.subscriptions
    offer = pa.array(world.offers.code[subs.offer], mask=subs.offer == NO_OFFER)
    return pa.table({
        "subscription_id": codes("S", np.arange(len(subs))), "customer_id": codes("C", subs.customer),
        "product_kind": PRODUCT_KINDS[subs.kind], "offer_code": offer, "monthly_fee_yuan": yuan(subs.fee_fen),
        "allowance_mb": stated(subs.allowance_mb), "speed_mbps": stated(subs.speed_mbps),
        "started_on": subs.started_on, "contract_end_on": subs.contract_end_on, "ended_on": subs.ended_on,
    })  # fmt: skip


def offer(world: World) -> pa.Table:
    """The catalogue."""
    offers = world.offers
    return pa.table({
        "offer_code": offers.code, "kind": offers.kind, "name_zh": offers.name_zh, "name_en": offers.name_en,
        "monthly_fee_yuan": yuan(offers.fee_fen), "cost_yuan": yuan(offers.cost_fen),
        "contract_months": offers.contract_months, "data_mb": stated(offers.data_mb),
        "speed_mbps": stated(offers.speed_mbps), "bundle_tier": stated(offers.bundle_tier),
        "discount_percent": offers.discount_percent,
    })  # fmt: skip


def bill(world: World, books: MonthBooks) -> pa.Table:
    """One row for each customer billed in the month."""
    bills = books.bills
    return pa.table({
        "customer_id": codes("C", bills.customer), "month": repeated(str(books.month), len(bills)),
        "billed_yuan": yuan(bills.billed), "mobile_yuan": yuan(bills.mobile),
        "broadband_yuan": yuan(bills.broadband), "out_of_bundle_yuan": yuan(bills.out_of_bundle),
        "cost_yuan": yuan(bills.cost),
    })  # fmt: skip


def usage(world: World, books: MonthBooks) -> pa.Table:
    """One row for each customer with a mobile plan."""
    uses = books.uses
    return pa.table({
        "customer_id": codes("C", uses.customer), "month": repeated(str(books.month), len(uses)),
        "data_mb": uses.data_mb, "allowance_mb": uses.allowance_mb, "voice_minutes": uses.voice_minutes,
        "competitor_minutes": uses.competitor_minutes,
    })  # fmt: skip


def network_port(world: World, books: MonthBooks) -> pa.Table:
    """One row for each place."""
    ports = books.ports
    return pa.table({
        "place_code": ports.place_code, "month": repeated(str(books.month), len(ports)),
        "ports_total": ports.ports_total, "ports_used": ports.ports_used, "max_mbps": ports.max_mbps,
    })  # fmt: skip


def fault(world: World, books: MonthBooks) -> pa.Table:
    """Faults reported in the month."""
    faults = books.faults
    return pa.table({
        "fault_id": month_codes("F", books.month, len(faults)), "customer_id": codes("C", faults.customer),
        "place_code": world.places.code[world.people.place[faults.customer]], "reported_on": faults.reported_on,
        "hours_to_clear": faults.hours_to_clear, "kind": FAULT_KINDS[faults.kind],
    })  # fmt: skip


def complaint(world: World, books: MonthBooks) -> pa.Table:
    """Complaints made in the month."""
    complaints = books.complaints
    return pa.table({
        "complaint_id": month_codes("K", books.month, len(complaints)),
        "customer_id": codes("C", complaints.customer), "made_on": complaints.made_on,
        "topic": COMPLAINT_TOPICS[complaints.topic],
    })  # fmt: skip


def market_operator(world: World) -> pa.Table:
    """Ourselves and the competitors."""
    return pa.table({
        "运营商编码": [code for code, *_ in OPERATORS], "中文名": [zh for _, zh, _, _ in OPERATORS],
        "英文名": [en for *_, en, _ in OPERATORS], "是否本公司": [int(own) for *_, own in OPERATORS],
    })  # fmt: skip


FULL_FEEDS = {
    "org_unit": org_unit, "staff": staff, "place": place, "customer": customer, "consent": consent,
    "subscription": subscription, "offer": offer, "market_operator": market_operator,
}  # fmt: skip
"""Delivered whole every month."""
PERIOD_FEEDS = {
    "bill": bill, "usage": usage, "network_port": network_port, "fault": fault, "complaint": complaint,
    "market_position": market_position,
}  # fmt: skip
"""Delivered for the new month only (the first delivery carries the history)."""
