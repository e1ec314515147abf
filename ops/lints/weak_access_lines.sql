-- Passwords in clear or as MD5, and entry without proof, belong in no pg_hba.conf. peer is the
-- kernel's word about who is at the other end of the socket.
select format('line %s: %s %s', h.line_number, h.type, h.auth_method) as found
from pg_catalog.pg_hba_file_rules as h
where h.error is not null
or h.auth_method in ('trust', 'password', 'md5', 'ident')
or (h.auth_method = 'peer' and h.type <> 'local')
