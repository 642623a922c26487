#!/bin/sh
# The two roles of the register: who owns the tables, and who serves (docs/decisions/0016).
set -eu
psql -v ON_ERROR_STOP=1 -U postgres -v owner="$OWNER_PASSWORD" -v service="$REGISTER_PASSWORD" <<'SQL'
CREATE ROLE confianza_owner LOGIN PASSWORD :'owner';
CREATE ROLE confianza LOGIN PASSWORD :'service';
CREATE DATABASE confianza OWNER confianza_owner;
SQL
