-- Search in words of any language, Chinese too, by each two characters that follow one another: one character is found by those
-- that begin with it, more by all their pairs. Row-level security lets an index lead to rows by nothing but what is known
-- to tell nothing of rows that it hides (`leakproof`), and only the superuser can say that of a function.
create schema if not exists search;

-- The pairs of a text, and its last character alone. Dear, so that it is asked last; no plain expression, which PostgreSQL
-- would write into the query in the place of the function that is known to leak nothing.
create or replace function search.pairs(words text) returns tsvector
language sql immutable strict parallel safe leakproof cost 10000 as $$
  select coalesce(array_to_tsvector(array_agg(substr(lower(words), place, 2))), '')
  from generate_series(1, length(words)) as place
$$;

-- What the pairs of a text hold where the text may hold `words`.
create or replace function search.pairs_of(words text) returns tsquery
language sql immutable strict parallel safe as $$
  select coalesce(string_agg(
    '''' || replace(replace(substr(lower(words), place, 2), '\', '\\'), '''', '''''') || '''' || case length(words) when 1 then ':*' else '' end,
    ' & '), '')::tsquery
  from generate_series(1, greatest(length(words) - 1, 1)) as place
  where words <> ''
$$;

-- The same for texts of many authorities: each pair bears its authority's code, so that an index leads to what one of them has past
-- whatever the others have. Its cost is no more than makes it the last to be asked: for a dearer one PostgreSQL would rather go through
-- an index of all that the authority has than look at some hits in vain.
create or replace function search.pairs_in(authority text, words text) returns tsvector
language sql immutable strict parallel safe leakproof cost 10 as $$
  select coalesce(array_to_tsvector(array_agg(authority || '/' || substr(lower(words), place, 2))), '')
  from generate_series(1, length(words)) as place
$$;

-- What the pairs of a text hold where it may hold `words` and is one of these authorities'.
create or replace function search.pairs_of_in(authorities text[], words text) returns tsquery
language sql immutable strict parallel safe as $$
  select coalesce(string_agg('(' || pairs || ')', ' | '), '')::tsquery
  from unnest(authorities) as authority, lateral (
    select string_agg(
      '''' || authority || '/' || replace(replace(substr(lower(words), place, 2), '\', '\\'), '''', '''''') || '''' || case length(words) when 1 then ':*' else '' end,
      ' & ') as pairs
    from generate_series(1, greatest(length(words) - 1, 1)) as place
    where words <> '') as of_one
$$;

create or replace function search.holds(tsvector, tsquery) returns boolean
language internal immutable strict parallel safe leakproof as 'ts_match_vq';

do $$
begin
  if to_regoperator('search.@@(tsvector,tsquery)') is null then
    create operator search.@@ (
      leftarg = tsvector, rightarg = tsquery, function = search.holds, restrict = tsmatchsel, join = tsmatchjoinsel);
    create operator class search.by_pairs for type tsvector using gin as
      operator 1 search.@@ (tsvector, tsquery),
      function 1 gin_cmp_tslexeme(text, text),
      function 2 gin_extract_tsvector(tsvector, internal, internal),
      function 3 gin_extract_tsquery(tsvector, internal, smallint, internal, internal, internal, internal),
      function 4 gin_tsquery_consistent(internal, smallint, tsvector, integer, internal, internal, internal, internal),
      function 5 gin_cmp_prefix(text, text, smallint, internal),
      function 6 gin_tsquery_triconsistent(internal, smallint, tsvector, integer, internal, internal, internal),
      storage text;
  end if;
end
$$;

grant usage on schema search to public;
grant execute on all functions in schema search to public;
