#!/bin/sh
# Makes docker/secrets/ with random secrets that only this account can read. Never overwrites one.
set -eu
umask 077
cd "$(dirname "$0")"
mkdir -p secrets
make() { [ -e "secrets/$1" ] || printf '%s' "$2" >"secrets/$1"; }
random() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

make secret_key "$(random 48)"
make journal_key "$(random 48)"
make seal_key "$(random 48)"
make postgres_password "$(random 24)"
make app_password "$(random 24)"
make rabbitmq_password "$(random 24)"
make owner_database_url "postgresql://heshu:$(cat secrets/postgres_password)@postgres:5432/heshu"
make database_url "postgresql://heshu_app:$(cat secrets/app_password)@postgres:5432/heshu"
make broker_url "amqp://heshu:$(cat secrets/rabbitmq_password)@rabbitmq:5672//"
make rabbitmq.conf "default_user = heshu
default_pass = $(cat secrets/rabbitmq_password)
"
# The containers read these as other accounts; the folder stays closed to everybody else.
chmod 644 secrets/*
chmod 700 secrets
echo "docker/secrets/ is ready. Keep copies of journal_key and seal_key: without them the journal cannot be verified, nor any seal be used."
