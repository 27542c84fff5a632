-- Tables of rule A27, for PostgreSQL and for H2 in its PostgreSQL mode. Placeholders stand for what the two call differently:
-- ${text} is text that is compared byte by byte, ${json} a parsed JSON document.

create table ingestion (
    id            varchar(26)  ${text} primary key,
    name          varchar(255) not null,
    owner         varchar(255) not null,
    payload       ${json}      not null,
    payload_hash  varchar(64)  not null,
    state         varchar(8)   not null,
    created       timestamp(6) with time zone not null,
    updated       timestamp(6) with time zone not null,
    unique (owner, name)
);

create table job (
    id                 varchar(26)   ${text} primary key,
    ingestion_id       varchar(26)   ${text},
    owner              varchar(255)  not null,
    kind               varchar(32)   not null,
    action             varchar(64)   not null,
    collection         varchar(255)  not null,
    item_id            varchar(1024) not null,
    digest             varchar(64)   ${text} not null,
    source_id          varchar(1024) not null,
    source             varchar(4096) not null,
    item               ${json},
    params             ${json}       not null,
    traceparent        varchar(255),
    state              varchar(8)    not null,
    priority           integer       not null,
    lane               varchar(16)   not null,
    prev_id            varchar(26)   ${text},
    ref_id             varchar(26)   ${text},
    -- '' is none: nulls would never collide.
    parent_id          varchar(26)   ${text} default '' not null,
    retry_count        integer       not null,
    retries_left       integer       not null,
    is_retriable       boolean       not null,
    transient_tries    integer       not null,
    attempts           integer       not null,
    -- Not null exactly while the job waits to be claimed.
    next_attempt_after timestamp(6) with time zone,
    percent            integer       not null,
    code               varchar(64),
    message            varchar(4096),
    -- What prefixes are looked for in: indexes have bounds on their keys.
    message_start      varchar(100),
    -- collection/item/family while the job is NEW, PENDING or RETRY, else null.
    live_key           varchar(2048) ${text} unique,
    created            timestamp(6) with time zone not null,
    updated            timestamp(6) with time zone not null
);

create table attempt (
    job_id        varchar(26)  ${text} not null references job (id) on delete cascade,
    number        integer      not null,
    engine        varchar(16)  not null,
    workflow_name varchar(255) not null,
    claimed       timestamp(6) with time zone not null,
    started       timestamp(6) with time zone,
    finished      timestamp(6) with time zone,
    exit_code     integer,
    code          varchar(64),
    message       varchar(4096),
    report        ${json},
    primary key (job_id, number)
);

-- Append-only. Without a foreign key: it would cost each submission a look-up, and only retirement deletes jobs.
create table job_event (
    sequence   bigint       generated always as identity primary key,
    job_id     varchar(26)  ${text} not null,
    at         timestamp(6) with time zone not null,
    from_state varchar(8),
    to_state   varchar(8)   not null,
    actor      varchar(255) not null,
    reason     varchar(4096) not null,
    detail     ${json}
);

create table submission_key (
    owner   varchar(255) not null,
    name    varchar(255) not null,
    digest  varchar(64)  not null,
    job_id  varchar(26)  ${text} not null,
    created timestamp(6) with time zone not null,
    primary key (owner, name)
);

-- One row. Claims lock it: caps hold even where two controllers claim at a time.
create table control (
    id     integer primary key,
    paused boolean not null
);

insert into control (id, paused) values (1, false);

create index job_digest on job (digest);
create index job_state on job (state, id);
create index job_collection on job (collection, id);
create index job_item on job (item_id);
create index job_event_job on job_event (job_id, sequence);
create index submission_key_job on submission_key (job_id);
