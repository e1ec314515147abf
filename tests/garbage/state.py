"""Everything that a command writes, as one text: the same before and after a refusal."""

# A view of each table's rows; what a posting, an import or a range leaves behind is among them.
STATE = """
    select md5(concat(
        (select string_agg(d::text, ',' order by d.document_id) from inventory.documents as d),
        (select string_agg(m::text, ',' order by m.movement_id) from inventory.movements as m),
        (select string_agg(s::text, ',' order by s.item_id, s.location_id, s.lot_id)
         from inventory.stock_levels as s),
        (select string_agg(i::text, ',' order by i.item_id) from inventory.items as i),
        (select string_agg(u::text, ',' order by u.item_id, u.unit_id)
         from inventory.item_units as u),
        (select string_agg(b::text, ',' order by b.barcode) from inventory.item_barcodes as b),
        (select string_agg(v::text, ',' order by v.view_id) from inventory.saved_views as v),
        (select string_agg(w::text, ',' order by w.view_id, w.person)
         from inventory.view_watches as w),
        (select string_agg(c::text, ',' order by c.person, c.list)
         from inventory.list_columns as c),
        (select string_agg(p::text, ',' order by p.person) from inventory.preferences as p),
        (select string_agg(t::text, ',' order by t.threshold_id) from inventory.thresholds as t),
        (select string_agg(d::text, ',' order by d.default_id)
         from inventory.threshold_defaults as d),
        (select string_agg(s::text, ',' order by s.subscription_id)
         from inventory.subscriptions as s),
        (select string_agg(f::text, ',' order by f.attachment_id) from inventory.attachments as f),
        (select string_agg(a::text, ',' order by a.alert_id) from inventory.alerts as a),
        (select string_agg(l::text, ',' order by l.lot_id) from inventory.lots as l),
        (select string_agg(p::text, ',' order by p.location_id) from inventory.locations as p),
        (select string_agg(g::text, ',' order by g.person, g.location_id)
         from auth.location_grants as g),
        (select string_agg(p::text, ',' order by p.person) from auth.people as p),
        (select string_agg(b::text, ',' order by b.break_glass_id)
         from auth.break_glass_grants as b),
        (select string_agg(n::text, ',' order by n.token_hash) from auth.invitations as n),
        (select string_agg(v::text, ',' order by v.device_id) from auth.devices as v),
        (select string_agg(f::text, ',' order by f.person) from auth.second_factors as f),
        (select string_agg(c::text, ',' order by c.code_hash) from auth.recovery_codes as c),
        (select string_agg(concat(e.session_id, e.revoked_at), ',' order by e.session_id)
         from auth.sessions as e),
        (select string_agg(r::text, ',' order by r.rolname) from pg_catalog.pg_roles as r),
        (select string_agg(h::text, ',' order by h.roleid, h.member, h.grantor)
         from pg_catalog.pg_auth_members as h),
        (select string_agg(x::text, ',') from inventory.settings as x)
    )) as state
"""
