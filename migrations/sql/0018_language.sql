-- The language of each person's pages. Of a small table, locked for an instant: the default is no rewrite.
-- The deploy sets lock_timeout.
-- squawk-ignore-file require-lock-timeout, require-statement-timeout, constraint-missing-not-valid, adding-field-with-default

alter table inventory.preferences add column language text not null default 'auto';
alter table inventory.preferences add constraint preferences_language_is_a_code check (language ~ '^(auto|[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3})$');
comment on column inventory.preferences.language is 'The language of pages: a code as de or pt-BR, or auto, what the browser asks for.';

-- Whether a watched search could be read: one that cannot is not said to be empty.
alter table inventory.view_watches add column is_readable boolean not null default true;
comment on column inventory.view_watches.is_readable is 'Whether the search could be read when last checked: an attribute it names may have gone, or the view is no longer shared with them.';
