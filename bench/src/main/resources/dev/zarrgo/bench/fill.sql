-- ${jobs} jobs of two years, evenly spread; their ids are made as the ledger makes them: time first.
create function pg_temp.ulid(at timestamptz, n bigint) returns text language plpgsql as $$
declare
    digits constant text := '0123456789abcdefghjkmnpqrstvwxyz';
    millis bigint := (extract(epoch from at) * 1000)::bigint;
    rest bigint := n;
    id text := '';
begin
    for i in 1..16 loop
        id := substr(digits, (rest & 31)::int + 1, 1) || id;
        rest := rest >> 5;
    end loop;
    for i in 1..10 loop
        id := substr(digits, (millis & 31)::int + 1, 1) || id;
        millis := millis >> 5;
    end loop;
    return id;
end $$;
insert into million.job (id, owner, kind, action, collection, item_id, digest, source_id, source, params, state,
    priority, lane, retry_count, retries_left, is_retriable, transient_tries, attempts, next_attempt_after, percent,
    code, message, message_start, live_key, created, updated)
select pg_temp.ulid(at, n), 'owner-' || n % 20, 'convert', 'convert-v1-s2', collection, 'item-' || n, md5(n::text),
    'item-' || n, 'https://stac.example/items/item-' || n, '{}', state, 0, 'normal', 0, 0, false, 0, 1,
    case when state in ('NEW', 'RETRY') then at end, 100,
    case when message is not null then 'some-code' end, message, left(message, 100),
    case when state in ('NEW', 'PENDING', 'RETRY') then collection || '/' || n || '/convert' end, at, at
from (
    select n, now() - interval '2 years' * (1 - n::float8 / ${jobs}) as at,
        case when n % 5000 = 0 then 'collection-rare' else 'collection-' || n % 5 end as collection,
        case when n > ${jobs} - 2000 then 'NEW' when n % 20000 = 7 then 'PENDING' when n % 2000 = 3 then 'RETRY'
            when n % 100 = 1 then 'FAILED' when n % 300 = 2 then 'INVALID' else 'DONE' end as state,
        case when n % 100 = 1 and n % 700 = 1 then 'HTTP 503 from the source'
            when n % 100 = 1 and n % 9000 = 1 then 'disk full' when n % 100 = 1 then 'array b04: ends early, item ' || n
            when n % 300 = 2 then 'no such item ' || n end as message
    from generate_series(1, ${jobs}) as n
) as jobs;
