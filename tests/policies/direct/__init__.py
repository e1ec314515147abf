"""Tools on connections of their own: psql, BI, anything that speaks PostgreSQL."""
