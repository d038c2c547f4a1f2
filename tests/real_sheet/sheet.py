"""A small spreadsheet in the shape of the telco example, every row of it made up here."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import xlsxwriter

CUSTOMERS = 1_000
EXTRA = "Exit Interview Score"
"""A column that the example's contract does not know, and that gives the answer away."""
TOWNS = ("Alder Bay", "Birch Hill", "Cedar Point", "Dune Park", "Elm Grove", "Fern Valley")
_ADDED = ("Online Security", "Online Backup", "Device Protection", "Tech Support", "Streaming TV", "Streaming Movies")


def write_sheet(path: Path, customers: int = CUSTOMERS, seed: int = 11) -> Path:
    """Write the workbook: one row per customer under the example's headers."""
    chance = random.Random(seed)
    rows = [_row(chance, number) for number in range(customers)]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate([list(rows[0]), *(list(row.values()) for row in rows)]):
            sheet.write_row(line, 0, cells)
    return path


def _row(chance: random.Random, number: int) -> dict[str, Any]:
    area = chance.randrange(36)
    town = TOWNS[area % 6]
    tenure = chance.randrange(73)
    contract = chance.choices(["Month-to-month", "One year", "Two year"], [5, 2, 3])[0]
    internet = chance.choice(["DSL", "Fiber optic", "Fiber optic", "No"])
    support = chance.choice(["Yes", "No"]) if internet != "No" else "No internet service"
    left = chance.random() < _leaving(contract, internet, support, tenure)
    latitude, longitude = 36 + area // 6 / 20, -120 + area % 6 / 20
    charges = round(chance.uniform(20, 110), 2)
    return {
        "CustomerID": f"MADE-{number:05d}",
        "Count": 1,
        "Country": "Nowhere",
        "State": "Testland",
        "City": town,
        "Zip Code": 70_000 + area,
        "Lat Long": f"{latitude}, {longitude}",
        "Latitude": latitude,
        "Longitude": longitude,
        "Gender": chance.choice(["Male", "Female"]),
        "Senior Citizen": chance.choice(["Yes", "No", "No"]),
        "Partner": chance.choice(["Yes", "No"]),
        "Dependents": chance.choice(["Yes", "No", "No"]),
        "Tenure Months": tenure,
        "Phone Service": "Yes" if internet == "No" else chance.choice(["Yes", "Yes", "No"]),
        "Multiple Lines": chance.choice(["Yes", "No"]),
        "Internet Service": internet,
        **{name: chance.choice(["Yes", "No"]) if internet != "No" else "No internet service" for name in _ADDED},
        "Tech Support": support,
        "Contract": contract,
        "Paperless Billing": chance.choice(["Yes", "No"]),
        "Payment Method": chance.choice(["Mailed check", "Electronic check", "Bank transfer (automatic)"]),
        "Monthly Charges": charges,
        "Total Charges": round(charges * tenure, 2) if tenure else " ",
        "Churn Label": "Yes" if left else "No",
        "Churn Value": int(left),
        "Churn Score": chance.randrange(65, 101) if left else chance.randrange(5, 81),
        "CLTV": chance.randrange(2000, 6500),
        "Churn Reason": "Moved" if left else "",
        EXTRA: chance.randrange(60, 100) if left else chance.randrange(0, 40),
    }


def _leaving(contract: str, internet: str, support: str, tenure: int) -> float:
    chance = {"Month-to-month": 0.45, "One year": 0.12, "Two year": 0.03}[contract]
    chance *= 1.4 if internet == "Fiber optic" else 0.7
    chance *= 0.7 if support == "Yes" else 1.0
    return min(0.95, chance * (1.4 if tenure < 12 else 0.8))
