"""The rooms of the product, one small module each; what a button does is named as its function."""

from web.rooms import (
    alerts,
    document,
    events,
    health,
    item,
    item_form,
    items,
    mailbox,
    movements,
    openapi,
    overview,
    posting,
    preferences,
    probes,
    sign_in,
    threshold,
)

ALL = (
    probes.routes,
    sign_in.routes,
    preferences.routes,
    overview.routes,
    items.routes,
    item_form.routes,
    item.routes,
    threshold.routes,
    posting.routes,
    document.routes,
    movements.routes,
    alerts.routes,
    health.routes,
    mailbox.routes,
    events.routes,
    openapi.routes,
)
