"""What tools ask of the catalogue before they ask anything else, as they word it."""

# pgjdbc's DatabaseMetaData.getTables(), shortened by the kinds of tables that it words for people.
JDBC_TABLES = """
    SELECT NULL AS TABLE_CAT, n.nspname AS TABLE_SCHEM, c.relname AS TABLE_NAME,
        CASE n.nspname ~ '^pg_' OR n.nspname = 'information_schema' WHEN true THEN 'SYSTEM TABLE'
        ELSE CASE c.relkind WHEN 'r' THEN 'TABLE' WHEN 'p' THEN 'PARTITIONED TABLE'
            WHEN 'v' THEN 'VIEW' ELSE NULL END END AS TABLE_TYPE, d.description AS REMARKS
    FROM pg_catalog.pg_namespace n, pg_catalog.pg_class c
    LEFT JOIN pg_catalog.pg_description d
        ON (c.oid = d.objoid AND d.objsubid = 0 and d.classoid = 'pg_class'::regclass)
    WHERE c.relnamespace = n.oid AND n.nspname LIKE 'api' AND c.relkind = 'v'
        AND has_table_privilege(c.oid, 'SELECT')
    ORDER BY TABLE_TYPE, TABLE_SCHEM, TABLE_NAME
"""
# SQLAlchemy's reflection of the columns of a view, with their comments.
SQLALCHEMY_COLUMNS = """
    SELECT pg_attribute.attname AS name,
        pg_catalog.format_type(pg_attribute.atttypid, pg_attribute.atttypmod) AS format_type,
        (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef AS d
            WHERE d.adrelid = pg_attribute.attrelid AND d.adnum = pg_attribute.attnum
            AND pg_attribute.atthasdef) AS "default",
        pg_attribute.attnotnull AS not_null, pg_class.relname AS table_name,
        pg_description.description AS comment
    FROM pg_catalog.pg_class
    LEFT JOIN pg_catalog.pg_attribute ON pg_class.oid = pg_attribute.attrelid
        AND pg_attribute.attnum > 0 AND NOT pg_attribute.attisdropped
    LEFT JOIN pg_catalog.pg_description ON pg_description.objoid = pg_attribute.attrelid
        AND pg_description.objsubid = pg_attribute.attnum
        AND pg_description.classoid = 'pg_catalog.pg_class'::regclass
    JOIN pg_catalog.pg_namespace ON pg_namespace.oid = pg_class.relnamespace
    WHERE pg_class.relkind = ANY (ARRAY['r', 'p', 'f', 'v', 'm']) AND pg_namespace.nspname = 'api'
    ORDER BY pg_class.relname, pg_attribute.attnum
"""
# Metabase and Superset ask information_schema.
VIEWS = "select table_name from information_schema.views where table_schema = 'api'"
COLUMNS = """
    select table_name, column_name, data_type, ordinal_position
    from information_schema.columns where table_schema = 'api' order by 1, 4
"""
# psql's \\d+ of a view (the second of its queries), and \\dv+.
PSQL_COLUMNS = """
    SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
        pg_catalog.col_description(a.attrelid, a.attnum)
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
# Power BI and others: keys and functions; none may fail.
OTHERS = (
    "select * from information_schema.table_constraints where table_schema = 'api'",
    "select * from information_schema.key_column_usage where table_schema = 'api'",
    "select * from information_schema.routines where routine_schema = 'api'",
    "select * from information_schema.schemata",
    "select * from pg_catalog.pg_settings where name = 'server_version_num'",
    "select * from pg_catalog.pg_tables",
    "select viewname, definition from pg_catalog.pg_views where schemaname = 'api'",
    "select * from pg_catalog.pg_matviews",
    "select typname, oid, typarray from pg_catalog.pg_type",
    "select current_schemas(false), current_database(), version()",
    "show transaction isolation level",
    "set extra_float_digits = 3",
    "set application_name = 'BI'",
    "set search_path = api, public",
    "set datestyle = 'ISO'",
    "set timezone = 'UTC'",
    "set client_encoding = 'UTF8'",
    "set transaction read only",
)
