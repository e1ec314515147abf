"""How much one statement may read, and the few that may read more, each with its reason."""

from dataclasses import dataclass

# For each row that is shown, or line that is posted: rows of growing tables looked at, and 8 kB
# pages touched by the statement and all that it calls (a line: its triggers, costs and answer too).
ROWS_EACH, BUFFERS_EACH = 50, 200
# For a page of fifty rows. Of places, units and the like, which are small, rows are cheap: what
# must not be is that each is compared with each.
ROWS, BUFFERS, SMALL_ROWS = 50 * ROWS_EACH, 5_000, 30_000
NOT_YET_KEPT = "not yet: kept sums come with the reports at scale"
# 100,000 gathered by an index, or 10,000 held against what is looked up for each.
LOOKS = "a search looks at so many items (inventory.search_limits), however many there are"
WINDOW = "what is rare is looked for among 20,000, which the page says"
MATRIX = "asks the catalogue for each right, and the policies for each place, of each person shown"
AT_ONCE = "a default gives, or takes, up to a thousand ranges at once, each with its alerts"
ENDED = "each session that ends is written into the audit: a hundred and fifty of each person here"
HANDED_OUT = "after GRANT and ALTER ROLE PostgreSQL walks all roles that stockroom_people hands out"
FEW_PLACES = "somebody with few places is led past the others'"

COUNTED = "somebody asked for the exact number, and is told how long it took"

REPORT = "a report of all that somebody may see, by a snapshot and what came after it"
# With value, for who sees some costs: every level at its item's cost, which is seen where a receipt
# at that cost is. For who sees all, kept sums have it.
VALUED = (
    "stock_report", "report_stock", "report_sums", "stock_by_location", "stock_by_category",
    "stock_by_item", "seen_costs", "value_snapshot",
)  # fmt: skip
REPORTS = (
    "stock_at", "stocked_items", "movement_report", "moved_between",
    "moved_items", "moves_by_group", "moves_by_item", "moves_by_day", "report_moved",
    "report_levels", "next_items", "item_stock", "item_moves", "take_snapshot", "snapshot_sums",
    "sum_snapshot", "sum_moves", "sum_days", "day_figures", "keep_costs", "value_anew",
    "changed_costs", "recosted_stock", "file_late_movements", "forget_snapshots",
)  # fmt: skip
REPORTED = (
    "items", "lots", "stock_levels", "movements", "documents", "item_costs", "movement_costs",
    "stock_snapshots", "late_movements", "kept_costs",
)  # fmt: skip


@dataclass(frozen=True)
class Allowed:
    """Statements that may read more: those where `place` is in their text, or where they stand."""

    place: str
    reason: str
    rows: int = ROWS
    buffers: int = BUFFERS
    small: int = SMALL_ROWS
    whole: tuple[str, ...] = ()  # tables it may read from end to end


# The first that fits counts. At full size the best-selling item has 60,000 movements.
ALLOWED = (
    Allowed("access_matrix", MATRIX, buffers=50_000),
    Allowed("access_cells", MATRIX, buffers=20_000),
    Allowed("explain_access", MATRIX, buffers=10_000),
    Allowed("list_break_glass", f"{FEW_PLACES} rights", whole=("break_glass_grants",)),
    Allowed("list_changes", WINDOW, 50_000, 30_000),
    Allowed("list_refusals", WINDOW, 25_000, 10_000, whole=("refusals",)),
    Allowed("list_sign_ins", WINDOW, 25_000, 10_000, whole=("sign_in_attempts",)),
    # A week of the ledger, or two, and the items that moved in it, each by its key.
    *(
        Allowed(name, f"{REPORT}, in sums", 500_000, 600_000)
        for name in ("kept_stock", "kept_changes", "moved_sums", "moved_at_places", "moved_after")
    ),
    # Whole reports: a snapshot of all places and a week of the ledger, or all levels of now.
    *(Allowed(name, REPORT, 4_000_000, 1_500_000, 4_000_000, REPORTED) for name in VALUED),
    *(Allowed(name, REPORT, 1_300_000, 700_000, 1_300_000, REPORTED) for name in REPORTS),
    Allowed("stock_as_of", NOT_YET_KEPT, 1_000_000, 200_000, whole=("lots", "items")),
    Allowed("item_history", NOT_YET_KEPT, 150_000, 100_000),
    Allowed("item_movements", f"{FEW_PLACES} movements of the item", 150_000, 100_000),
    Allowed(
        "lots_due",
        "of many places: which lots one sees is learnt of all levels that have one",
        400_000,
        60_000,
    ),
    # As the alerts, read by the index of what is not ok; each row is held against one's places.
    Allowed("stock_needs", "counts all ranges that are not kept", 20_000, 25_000),
    # Of a window 20,000 movements, and each of their documents; then what it all came to.
    Allowed("select distinct m.document_id from m", WINDOW, 45_000, 30_000),
    Allowed("$1 -> 'item'", f"{FEW_PLACES} movements of the item", 150_000, 100_000),
    Allowed(
        "movement_around", "fifty documents on each side of the instant, whole", 20_000, 10_000
    ),
    Allowed("search_movements", WINDOW, buffers=25_000),
    # What is counted on demand is read to its end, or for five seconds.
    *(
        Allowed(name, COUNTED, 1_100_000, 250_000, whole=("items", "movements"))
        for name in ("count_list", "count_movements", "count_items")
    ),
    Allowed("i.attributes ? old.attribute", "counts to 1,000 items that have it", 60_000, 60_000),
    Allowed("(state = 'all' or", f"{FEW_PLACES} alerts", 500_000, 50_000),
    Allowed("list_alerts", f"{FEW_PLACES} alerts", 20_000, 50_000),
    # At 50,000 items, as many as are looked at are all of them.
    *(
        Allowed(name, LOOKS, 250_000, 250_000, whole=("items",))
        for name in ("search_items", "search_ids", "count_searches", "near_word")
    ),
    # Where the value was chosen as a column.
    Allowed("item_columns", f"{FEW_PLACES} receipts, for a cost that is theirs", 150_000, 100_000),
    Allowed("item_page", "the best-selling item: its costs, alerts and history", 10_000, 10_000),
    *(
        Allowed(command, HANDED_OUT, buffers=12_000)
        for command in (
            "create_user",
            "invite_user",
            "set_groups",
            "disable_user",
            "offboard_user",
            "set_password",
        )
    ),
    Allowed("import_items", "each new item gets its range by a default", buffers=55_000),
    # 200 pages each, as of a document's lines.
    *(
        Allowed(name, AT_ONCE, 20_000, 200_000, 150_000)
        for name in (
            "wanted_ranges",
            "settle_defaults",
            "start_default",
            "_threshold_default",
            "delete from inventory.threshold_defaults",
            "close_location",
            "open_location",
            "move_location",
        )
    ),
    Allowed("list_thresholds", WINDOW, 50_000, 80_000),
    *(
        Allowed(place, ENDED, buffers=8_000)
        for place in ("SELECT auth.end_sessions(", '"sign_out_everywhere"', '_second_factor"')
    ),
    # Twenty thousand sessions of a thousand people, each ended and written into the audit.
    *(
        Allowed(name, "looks at everybody, and signs out whom it concerns", buffers=800_000)
        for name in ("edit_settings", "keep_web_only")
    ),
    # Asked by PostgreSQL itself: of a unit that nothing has, no index of items is kept.
    Allowed(
        '"unit_id" FOR KEY SHARE', "a unit is removed rarely", 1_100_000, 50_000, whole=("items",)
    ),
    Allowed("overview", "counts to 10,000, and open alerts one by one", 60_000, 120_000),
    # Beneath the overview, whose text names it.
    *(
        Allowed(name, "counts to 1,000, lots one by one", buffers=20_000)
        for name in ("needs_attention", "list_lots")
    ),
    Allowed("alert_counts", "counts all open alerts", 20_000),
)
