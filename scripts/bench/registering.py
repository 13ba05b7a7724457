"""In a portal: a register of agreements to be read in there, of its own partners and of bodies that nobody knows."""

import csv
import json
import sys
from datetime import date, timedelta
from pathlib import Path

import django

SUBJECTS = ("Council tax debt", "Fuel poverty", "Troubled families", "Water poverty", "Missing children", "Warm homes")
POWERS = ("section 56 of the Digital Economy Act 2017", "section 35 of the Digital Economy Act 2017", "1.4", "")
FIRST = date(2018, 9, 6)


def main() -> None:
    """Write the file, and say the prefix of the partnership that it is for."""
    django.setup()
    from partners.models import Partner, Partnership

    file, count = Path(sys.argv[1]), int(sys.argv[2])
    partnership = Partnership.objects.order_by("-pk")[0]
    names = list(Partner.objects.filter(memberships__partnership=partnership).values_list("legal_name", flat=True))
    with file.open("w", newline="") as opened:
        writer = csv.DictWriter(opened, list(row(0, names)))
        writer.writeheader()
        writer.writerows(row(number, names) for number in range(count))
    print(json.dumps(partnership.prefix))


def row(number: int, names: list[str]) -> dict[str, str]:
    """One agreement, the same each time."""
    starts = FIRST + timedelta(days=number % 2500)
    bodies = [names[(number + place) % len(names)] for place in range(2 + number % 2)] + [f"Body {number % 700}"]
    return {
        "information-sharing-agreement": str(number + 1),
        "name": f"{SUBJECTS[number % len(SUBJECTS)]} {number + 1}",
        "purpose": f"To find people who may be helped under scheme {number % 60}, and to offer it to them. " * 3,
        "information-sharing-benefits": "Fewer letters, and help that comes sooner. " * 4,
        "legal-power-disclosure": POWERS[number % len(POWERS)],
        "disclosed-information": "Names, addresses, dates of birth, and what is owed. " * 3,
        "controllers": "", "controller-names": "; ".join(bodies), "information-sharing-method": "Encrypted transfer",
        "processors": "", "processor-names": f"Processor {number % 40}" if number % 3 == 0 else "",
        "retention-period": "P3Y11M", "start-date": starts.isoformat(),
        "end-date": (starts + timedelta(days=2000)).isoformat(),
        "review-date": (starts + timedelta(days=365)).isoformat(), "contact": "sharing@northmoor.example",
        "areas": "", "area-names": "Northmoor",
    }  # fmt: skip


if __name__ == "__main__":
    main()
