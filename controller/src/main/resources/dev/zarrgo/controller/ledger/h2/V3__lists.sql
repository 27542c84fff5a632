-- H2 compares texts by their UTF-16 units, without a collation of its own.

create index job_code on job (code, id);
create index job_owner on job (owner, id);
