-- Lists in the order of ids, whatever they are narrowed to. Beginnings of messages are a range of their bytes, and few jobs
-- have a message: read in the order of ids, that index is short enough to be read whole for a rare one.

alter table job alter column message_start type varchar(100) collate "C";
drop index job_message;
create index job_error on job (id, message_start) where message_start is not null;
create index job_code on job (code, id) where code is not null;
create index job_owner on job (owner, id);
