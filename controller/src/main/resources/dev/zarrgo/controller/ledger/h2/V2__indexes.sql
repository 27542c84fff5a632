-- H2 has no partial indexes.

create index job_queue on job (next_attempt_after, priority);
create unique index job_ingestion on job (ingestion_id, kind, source_id, parent_id);
create index job_parent on job (parent_id, id);
create index job_message on job (message_start);
create index attempt_finished on attempt (finished);
