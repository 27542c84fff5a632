-- Partial indexes: they hold the few rows that they are asked for.

create index job_queue on job (priority desc, next_attempt_after, id) where next_attempt_after is not null;
create unique index job_ingestion on job (ingestion_id, kind, source_id, parent_id) where ingestion_id is not null;
create index job_parent on job (parent_id, id) where parent_id <> '';
create index job_message on job (message_start text_pattern_ops) where message_start is not null;
create index attempt_open on attempt (job_id) where finished is null;
create index attempt_finished on attempt (finished) where finished is not null;
