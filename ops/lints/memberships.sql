-- Who is in what, and how. People are in groups they inherit and cannot become; a companion is in
-- its person likewise; the web can become companions and inherits nothing; nobody administers
-- anything but the maker of people.
with membership as (
    select m.roleid::regrole::text as role, m.member::regrole::text as member, m.admin_option, m.inherit_option, m.set_option
    from pg_catalog.pg_auth_members as m
), person as (
    select p.person, p.companion from auth.people as p
)
select format('%s in %s (admin %s, inherit %s, set %s)', m.member, m.role, m.admin_option, m.inherit_option, m.set_option) as found
from membership as m
where (
    m.role ~ '^(stockroom|web)_' or m.member ~ '^(stockroom|web)_'
    or m.role in (select p.person from person as p) or m.member in (select p.person from person as p)
)
and not case
    -- Staff are viewers, managers are staff; managers and auditors see cost.
    when (m.member, m.role) in (
        ('stockroom_staff', 'stockroom_viewer'), ('stockroom_manager', 'stockroom_staff'),
        ('stockroom_manager', 'stockroom_cost'), ('stockroom_auditor', 'stockroom_cost')
    )
        then m.inherit_option and not m.set_option and not m.admin_option
    when (m.member, m.role) = ('stockroom_migrator', 'stockroom_owner')
        then m.set_option and not m.inherit_option and not m.admin_option
    when (m.member, m.role) in (('stockroom_people', 'pg_signal_backend'), ('stockroom_people', 'pg_read_all_stats'), ('stockroom_backup', 'pg_read_all_data'))
        then not m.admin_option
    -- The maker of people administers the groups and whom it made, and is none of them.
    when m.member = 'stockroom_people' then m.admin_option and not m.inherit_option and not m.set_option
    when m.member = 'stockroom_web'
        then m.role in (select p.companion from person as p) and m.set_option and not m.inherit_option and not m.admin_option
    when m.member in (select p.companion from person as p)
        then m.role = substr(m.member, 5) and m.inherit_option and not m.set_option and not m.admin_option
    when m.member in (select p.person from person as p)
        then m.role in ('stockroom_viewer', 'stockroom_staff', 'stockroom_counter', 'stockroom_manager', 'stockroom_auditor', 'stockroom_admin', 'stockroom_reporting', 'stockroom_cost')
        and m.inherit_option and not m.set_option and not m.admin_option
    -- A DBA's own login in one of the groups: theirs to give, and nobody to Stockroom.
    else m.role ~ '^stockroom_(viewer|staff|counter|manager|auditor|admin|reporting|cost)$' and m.member !~ '^(stockroom|web)_' and not m.admin_option
end
