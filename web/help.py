"""What words on pages mean, said beside the fields that use them and on /help; GLOSSARY.md in short."""

from dataclasses import dataclass

from web.language import N_


@dataclass(frozen=True)
class Word:
    """A word, and what it means to whoever fills in a form."""

    name: str
    text: str


WORDS = {
    "item": Word(N_("Item"), N_("A thing that is stocked, known by its SKU.")),
    "sku": Word(N_("SKU"), N_("The item's own code: upper case, the same on labels and in files.")),
    "unit": Word(N_("Base unit"), N_("What stock of the item is counted in. It stays once stock has moved; other units are packs.")),
    "pack": Word(N_("Pack"), N_("Another unit of the item, and how many base units are in it: a case of 12.")),
    "lot": Word(N_("Lot"), N_("A batch with a code of its own and perhaps a last day of use. A receipt creates it; leave it empty for stock that has none.")),
    "location": Word(N_("Location"), N_("A place that holds stock. It lies in another one, and what is summed or granted there holds for all below.")),
    "category": Word(N_("Category"), N_("Where an item belongs. Categories lie in others, and hand their attributes and default ranges down.")),
    "attribute": Word(N_("Attribute"), N_("A field that your company made for items of a category. It is a word of the search, too.")),
    "minimum": Word(N_("Minimum"), N_("Below it the item is low, at nothing it is out: an alert opens and those who are told get a mail.")),
    "maximum": Word(N_("Maximum"), N_("Above it the item is over.")),
    "margin": Word(N_("Margin"), N_("How far back into its range the quantity must come before the alert resolves, so that a few pieces more or less do not open and close it all day.")),
    "severity": Word(N_("Severity"), N_("How much it matters: info, warning or critical. Who is told can say from which on.")),
    "occurred_at": Word(N_("Happened"), N_("When the goods really moved, which may lie in the past. When it was recorded is kept beside it and cannot be chosen.")),
    "reference": Word(N_("Reference"), N_("What the paper beside it says: a delivery note, an order. The ledger is searched by it.")),
    "idempotency_key": Word(N_("Idempotency key"), N_("The form's own number. Sent twice, by a second click or a bad network, it counts once.")),
    "reversal": Word(N_("Reversal"), N_("Nothing in the ledger is ever changed. A mistake is mended by opposite movements, once.")),
    "known": Word(N_("As known now or then"), N_("Now counts what was recorded later for that time as well; then leaves it out and shows what people saw on that day.")),
    "mapping": Word(N_("Mapping"), N_("Which column of the file is which field of ours. It is remembered for files with the same columns.")),
    "dry_run": Word(N_("Check"), N_("Does all that the import would do, row by row, and takes it back: what would be refused is known before.")),
    "qualifiers": Word(N_("Search words"), N_("A word with a colon narrows the search: status:low, category:COFFEE, on_hand:<10, tag:fragile. A minus before it turns it round.")),
    "watch": Word(N_("Tell me"), N_("A view that is watched is looked at every few minutes, with your rights; you get one mail when something appears in it.")),
    "emergency": Word(N_("Emergency rights"), N_("A place or group that you take for some hours, with a reason. All concerned are told at once.")),
}  # fmt: skip

# How each main page works, in a line.
PAGES = {
    "items": N_("Search narrows the list, a view keeps the search. Ticked rows are changed together, after a preview."),
    "alerts": N_("An alert opens when a quantity leaves its range and resolves by itself when it is back."),
    "thresholds": N_("A range is judged on the sum of a place and all below it; crossing it opens an alert."),
    "locations": N_("Rights, sums and ranges of a place hold for everything that lies in it."),
    "categories": N_("Categories lie in one another and hand attributes and default ranges down to their items."),
    "units": N_("A unit says how a quantity is counted and with how many decimals."),
    "lots": N_("What spoils first is issued first: the lots with a last day of use, the nearest first."),
    "reports": N_("Stock as it is or was at any moment, and what moved between two days; each is a file too. It holds only what you may see."),
    "saved_views": N_("A view keeps a search as a tab; shared, its group sees it with their own rights."),
    "labels": N_("Print at full size, without scaling and margins; a started sheet is used up from the label you say."),
}  # fmt: skip
# The search, by example.
SEARCHES = (
    ("espresso", N_("A word of the name, the SKU or a barcode; small mistakes are forgiven.")),
    ("status:low,out", N_("One of several, as with sku:, name:, tag:; a comma says or.")),
    ("category:COFFEE", N_("A category and all below it.")),
    ('location:"Main / A"', N_("Stock at a place and below it; quotes keep blanks together.")),
    ("on_hand:<10", N_("Less than ten; also >10, 10..20 and value:100..500.")),
    ("-tag:fragile", N_("Not these: a minus turns any word round.")),
    ("updated:<7d", N_("Less than seven days ago; >7d is longer ago. Also >2026-01-31.")),
    ("weight:1..2kg", N_("An attribute of your own, with its unit.")),
    ("sort:-on_hand", N_("In an order; a minus for the largest first.")),
)
