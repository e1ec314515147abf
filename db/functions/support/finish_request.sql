create or replace function auth.finish_request(key text, answer text)
returns void
language sql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    update auth.request_keys as k set answer = finish_request.answer
    where k.person = auth.signed_in() and k.key = finish_request.key and k.answer is null and k.made_at = now()
    and char_length(finish_request.answer) <= 100000
$$;
alter function auth.finish_request(text, text) owner to stockroom_auth;
grant execute on function auth.finish_request(text, text) to
stockroom_viewer, stockroom_counter, stockroom_auditor, stockroom_admin, stockroom_reporting;
comment on function auth.finish_request(text, text) is
'Keeps what a command answered, in the transaction of auth.begin_request, for who sends it again. An answer of more than 100,000 characters is not kept.';
