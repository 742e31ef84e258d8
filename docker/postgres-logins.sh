#!/bin/sh
# Runs once, when the database is made: the login that serves. It owns nothing and inherits nothing.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$(cat /run/secrets/app_password)" \
    --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE heshu_app LOGIN NOINHERIT PASSWORD :'password';
ALTER ROLE heshu_app SET timezone = 'UTC';
REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO heshu_app;
GRANT CONNECT ON DATABASE heshu TO heshu_app;
SQL
