-- What time it is for all services: the database's own, or, where the one-machine runner has set it, a
-- sample's time that runs at a stated rate. Only the superuser writes here.
create schema if not exists clock;

create table if not exists clock.sample (
  only_row boolean primary key default true check (only_row),
  sample_start timestamptz not null,
  started_at timestamptz not null,
  last_seen timestamptz not null,
  rate double precision not null check (rate > 0)
);

create or replace function clock.now() returns timestamptz language sql volatile as $$
  select coalesce(
    (select sample_start + (clock_timestamp() - started_at) * rate from clock.sample),
    clock_timestamp())
$$;

create or replace function clock.rate() returns double precision language sql stable as $$
  select coalesce((select rate from clock.sample), 1)
$$;

-- Whether time is a sample's, at whatever rate: production takes no such time.
create or replace function clock.is_sample() returns boolean language sql stable as $$
  select exists (select from clock.sample)
$$;

grant usage on schema clock to public;
grant select on clock.sample to public;
grant execute on all functions in schema clock to public;
