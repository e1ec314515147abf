"""What the demo company sells: units, categories with their attributes, items."""
# ruff: noqa: E501 - one item a line

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from psycopg.types.json import Jsonb

from ops.importing.connection import Connection, as_person

UNITS = (("ea", "each", 0), ("kg", "kilogram", 3), ("l", "litre", 2), ("m", "metre", 2),
         ("pair", "pair", 0), ("box", "box", 0), ("case", "case", 0), ("bag", "bag", 0))  # fmt: skip

# code, name, above
CATEGORIES = (
    ("FOOD", "Food and drink", None),
    ("COFFEE", "Coffee and tea", "FOOD"),
    ("SNACKS", "Snacks", "FOOD"),
    ("HARDWARE", "Hardware", None),
    ("FASTENERS", "Fasteners", "HARDWARE"),
    ("TOOLS", "Tools", "HARDWARE"),
    ("SAFETY", "Safety", None),
    ("PACKAGING", "Packaging", None),
    ("CLEANING", "Cleaning", None),
    ("OUTDOOR", "Outdoor", None),
)

# category, attribute, label, type, unit, choices
ATTRIBUTES = (
    ("FOOD", "organic", "Organic", "boolean", None, None),
    ("COFFEE", "roast", "Roast", "choice", None, ["light", "medium", "dark"]),
    ("FASTENERS", "thread", "Thread", "choice", None, ["M3", "M4", "M5", "M6", "M8", "M10"]),
    ("FASTENERS", "length", "Length", "number", "mm", None),
    ("FASTENERS", "material", "Material", "choice", None, ["steel", "stainless", "brass"]),
    ("TOOLS", "voltage", "Voltage", "number", "V", None),
    ("SAFETY", "size", "Size", "choice", None, ["S", "M", "L", "XL"]),
    ("OUTDOOR", "weight", "Weight", "number", "g", None),
    ("OUTDOOR", "colour", "Colour", "text", None, None),
)


@dataclass(frozen=True)
class Item:
    """An item: cost of one unit, and how many leave on a usual day, all sites together."""

    sku: str
    name: str
    category: str
    unit: str
    cost: Decimal
    daily: float
    attributes: dict[str, Any] = field(default_factory=dict)
    packs: tuple[tuple[str, int], ...] = ()

    @property
    def has_lots(self) -> bool:
        """Whether it is received in lots with an expiry date."""
        return self.category in ("COFFEE", "SNACKS")


def _item(text: str, attributes: dict[str, Any], *packs: tuple[str, int]) -> Item:
    sku, name, category, unit, cost, daily = (part.strip() for part in text.split("|"))
    return Item(sku, name, category, unit, Decimal(cost), float(daily), attributes, packs)


ITEMS = (
    _item("ESP-1KG | Espresso beans, 1 kg | COFFEE | bag | 11.40 | 6", {"roast": "dark", "organic": True}, ("case", 12)),
    _item("ESP-250 | Espresso beans, 250 g | COFFEE | bag | 3.60 | 9", {"roast": "dark", "organic": True}, ("case", 24)),
    _item("FIL-1KG | Filter coffee, 1 kg | COFFEE | bag | 9.80 | 4", {"roast": "light", "organic": True}, ("case", 12)),
    _item("FIL-500 | Filter coffee, 500 g | COFFEE | bag | 5.20 | 5", {"roast": "medium", "organic": False}, ("case", 20)),
    _item("DEC-500 | Decaffeinated, 500 g | COFFEE | bag | 6.10 | 2", {"roast": "medium", "organic": False}),
    _item("TEA-EG | Earl Grey, 50 bags | COFFEE | box | 2.90 | 3", {"organic": True}, ("case", 36)),
    _item("TEA-MIN | Mint tea, 50 bags | COFFEE | box | 2.40 | 3", {"organic": True}, ("case", 36)),
    _item("TEA-GRN | Green tea, loose | COFFEE | kg | 24.00 | 0.8", {"organic": True}),
    _item("BAR-NUT | Nut bar | SNACKS | ea | 0.72 | 24", {"organic": True}, ("case", 48)),
    _item("BAR-OAT | Oat bar | SNACKS | ea | 0.58 | 20", {"organic": False}, ("case", 48)),
    _item("CHO-70 | Dark chocolate 70 % | SNACKS | ea | 1.35 | 10", {"organic": True}, ("case", 30)),
    _item("MIX-TRL | Trail mix | SNACKS | kg | 7.90 | 3", {"organic": False}),
    _item("BLT-M6-20 | Hex bolt M6 x 20 | FASTENERS | ea | 0.06 | 60", {"thread": "M6", "length": 20, "material": "steel"}, ("box", 200)),
    _item("BLT-M6-40 | Hex bolt M6 x 40 | FASTENERS | ea | 0.09 | 45", {"thread": "M6", "length": 40, "material": "steel"}, ("box", 200)),
    _item("BLT-M8-30 | Hex bolt M8 x 30 | FASTENERS | ea | 0.12 | 40", {"thread": "M8", "length": 30, "material": "stainless"}, ("box", 100)),
    _item("BLT-M8-60 | Hex bolt M8 x 60 | FASTENERS | ea | 0.19 | 25", {"thread": "M8", "length": 60, "material": "stainless"}, ("box", 100)),
    _item("BLT-M10-80 | Hex bolt M10 x 80 | FASTENERS | ea | 0.34 | 12", {"thread": "M10", "length": 80, "material": "stainless"}, ("box", 50)),
    _item("SCR-M4-16 | Countersunk screw M4 x 16 | FASTENERS | ea | 0.03 | 80", {"thread": "M4", "length": 16, "material": "brass"}, ("box", 500)),
    _item("SCR-M5-25 | Countersunk screw M5 x 25 | FASTENERS | ea | 0.04 | 70", {"thread": "M5", "length": 25, "material": "stainless"}, ("box", 500)),
    _item("NUT-M6 | Hex nut M6 | FASTENERS | ea | 0.02 | 90", {"thread": "M6", "material": "steel"}, ("box", 500)),
    _item("NUT-M8 | Hex nut M8 | FASTENERS | ea | 0.03 | 60", {"thread": "M8", "material": "stainless"}, ("box", 250)),
    _item("NUT-M10 | Hex nut M10 | FASTENERS | ea | 0.05 | 30", {"thread": "M10", "material": "stainless"}, ("box", 250)),
    _item("WSH-M6 | Washer M6 | FASTENERS | ea | 0.01 | 95", {"thread": "M6", "material": "steel"}, ("box", 1000)),
    _item("WSH-M8 | Washer M8 | FASTENERS | ea | 0.02 | 60", {"thread": "M8", "material": "stainless"}, ("box", 1000)),
    _item("ROD-M10 | Threaded rod M10 | FASTENERS | m | 2.10 | 4", {"thread": "M10", "material": "steel"}),
    _item("DRL-18V | Cordless drill 18 V | TOOLS | ea | 74.00 | 0.9", {"voltage": 18}),
    _item("DRL-12V | Cordless drill 12 V | TOOLS | ea | 52.00 | 0.7", {"voltage": 12}),
    _item("SAW-18V | Circular saw 18 V | TOOLS | ea | 96.00 | 0.4", {"voltage": 18}),
    _item("BAT-18V | Battery pack 18 V, 4 Ah | TOOLS | ea | 41.00 | 1.2", {"voltage": 18}),
    _item("BIT-SET | Bit set, 32 pieces | TOOLS | ea | 12.50 | 2", {}),
    _item("HAM-500 | Hammer 500 g | TOOLS | ea | 9.90 | 1.2", {}),
    _item("SPN-SET | Spanner set 8-19 | TOOLS | ea | 28.00 | 0.8", {}),
    _item("TAP-5M | Tape measure 5 m | TOOLS | ea | 4.60 | 2.5", {}),
    _item("LVL-60 | Spirit level 60 cm | TOOLS | ea | 11.20 | 0.9", {}),
    _item("KNF-UTL | Utility knife | TOOLS | ea | 3.80 | 3", {}),
    _item("GLV-M | Work gloves M | SAFETY | pair | 2.10 | 8", {"size": "M"}, ("box", 12)),
    _item("GLV-L | Work gloves L | SAFETY | pair | 2.10 | 9", {"size": "L"}, ("box", 12)),
    _item("GLV-XL | Work gloves XL | SAFETY | pair | 2.20 | 4", {"size": "XL"}, ("box", 12)),
    _item("HLM-WHT | Safety helmet, white | SAFETY | ea | 8.70 | 1.5", {}),
    _item("HLM-YEL | Safety helmet, yellow | SAFETY | ea | 8.70 | 1.2", {}),
    _item("GOG-CLR | Safety goggles, clear | SAFETY | ea | 4.90 | 2.5", {}),
    _item("VST-L | High-visibility vest L | SAFETY | ea | 3.40 | 2.4", {"size": "L"}),
    _item("VST-XL | High-visibility vest XL | SAFETY | ea | 3.40 | 1.8", {"size": "XL"}),
    _item("EAR-200 | Ear plugs, 200 pairs | SAFETY | box | 14.50 | 1", {}),
    _item("FAK-STD | First aid kit | SAFETY | ea | 19.80 | 0.6", {}),
    _item("CRT-S | Carton, small | PACKAGING | ea | 0.31 | 40", {}, ("case", 50)),
    _item("CRT-M | Carton, medium | PACKAGING | ea | 0.48 | 35", {}, ("case", 50)),
    _item("CRT-L | Carton, large | PACKAGING | ea | 0.79 | 18", {}, ("case", 25)),
    _item("TPE-BRN | Packing tape, brown | PACKAGING | ea | 1.10 | 7", {}, ("box", 36)),
    _item("WRP-500 | Stretch wrap 500 mm | PACKAGING | ea | 5.40 | 2", {}, ("box", 6)),
    _item("BUB-100 | Bubble wrap, 100 m | PACKAGING | ea | 13.20 | 0.9", {}),
    _item("LBL-A6 | Shipping labels A6, 500 | PACKAGING | ea | 6.80 | 1.6", {}),
    _item("PAL-EUR | Euro pallet | PACKAGING | ea | 9.50 | 2.2", {}),
    _item("SOP-5L | Liquid soap | CLEANING | l | 2.20 | 5", {}),
    _item("DEG-5L | Degreaser | CLEANING | l | 3.90 | 2.4", {}),
    _item("TWL-RLL | Paper towel roll | CLEANING | ea | 1.45 | 9", {}, ("case", 12)),
    _item("BIN-120 | Bin liners 120 l, 25 | CLEANING | ea | 3.10 | 3", {}),
    _item("MOP-STD | Mop | CLEANING | ea | 6.30 | 0.6", {}),
    _item("TNT-2P | Tent, two persons | OUTDOOR | ea | 88.00 | 0.6", {"weight": 2150, "colour": "green"}),
    _item("SLB-0C | Sleeping bag 0 °C | OUTDOOR | ea | 54.00 | 0.9", {"weight": 1180, "colour": "blue"}),
    _item("MAT-SLP | Sleeping mat | OUTDOOR | ea | 21.00 | 1.3", {"weight": 480, "colour": "grey"}),
    _item("STV-GAS | Gas stove | OUTDOOR | ea | 26.00 | 0.8", {"weight": 310, "colour": "silver"}),
    _item("GAS-230 | Gas cartridge 230 g | OUTDOOR | ea | 3.70 | 6", {"weight": 380, "colour": "red"}, ("box", 12)),
    _item("LMP-HD | Head lamp | OUTDOOR | ea | 17.50 | 1.8", {"weight": 92, "colour": "black"}),
    _item("BTL-1L | Drinking bottle 1 l | OUTDOOR | ea | 7.20 | 2.6", {"weight": 150, "colour": "blue"}),
    _item("RPE-10 | Climbing rope 10 mm | OUTDOOR | m | 1.60 | 14", {"weight": 66, "colour": "orange"}),
)  # fmt: skip


def load(dsn: str, manager: str) -> None:
    """Add what is missing of the catalogue, as the manager."""
    with as_person(dsn, manager) as db, db.transaction():
        for unit in UNITS:
            db.execute(
                "insert into inventory.units (code, name, decimals) values (%s, %s, %s)"
                " on conflict (code) do nothing",
                unit,
            )
        for category in CATEGORIES:
            db.execute(
                "insert into inventory.categories (code, name, parent_id) values (%s, %s,"
                " (select category_id from inventory.categories where code = %s))"
                " on conflict (code) do nothing",
                category,
            )
        for category, *attribute in ATTRIBUTES:
            db.execute(
                "insert into inventory.attributes"
                " (attribute, label, type, unit, choices, category_id) values (%s, %s, %s, %s, %s,"
                " (select category_id from inventory.categories where code = %s))"
                " on conflict (category_id, attribute) do nothing",
                (*attribute, category),
            )
        _add_items(db)


def _add_items(db: Connection) -> None:
    known = {row[0] for row in db.execute("select sku from inventory.items")}
    for item in ITEMS:
        if item.sku in known:
            continue
        packs = [{"unit": unit, "factor": factor} for unit, factor in item.packs]
        described = {
            "sku": item.sku,
            "name": item.name,
            "category": item.category,
            "unit": item.unit,
            "attributes": item.attributes,
            "packs": packs,
        }
        db.execute("select api.create_item(item => %s)", (Jsonb(described),))
