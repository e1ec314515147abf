create or replace function auth.is_trivial_pin(pin text)
returns boolean
language sql
immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
-- One digit or two in turn, a run up or down, a year, or the key pad's middle column: a
-- fifth of all people choose one of these.
select pin ~ '^(.)\1*$' or pin ~ '^(..)\1+$' or pin ~ '^(19|20)[0-9]{2}$' or pin in ('2580', '0852')
or position(pin in '01234567890123456789') > 0 or position(pin in '98765432109876543210') > 0
$$;
alter function auth.is_trivial_pin(text) owner to stockroom_auth;
comment on function auth.is_trivial_pin(text) is
'Whether a PIN is one of those that are tried first.';
