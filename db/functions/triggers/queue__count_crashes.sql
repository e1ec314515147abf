create or replace function queue.count_crashes()
returns trigger
language plpgsql
volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    c_limit constant integer := 5;
    -- pgqueuer writes JSON null for none: it is no object, and what is added to it makes an array,
    -- which pgqueuer cannot read.
    v_headers constant jsonb := case jsonb_typeof(new.headers) when 'object' then new.headers else '{}' end;
    v_crashes integer := coalesce((v_headers ->> 'crashes')::integer, 0);
begin
    if new.status <> 'picked' then
        -- The run ended by itself, well or badly: its worker did not die of it.
        new.headers := nullif(v_headers - 'crashes', '{}');
        return new;
    end if;

    -- A dead worker leaves a score of jobs, one of them perhaps its murderer. Each worker takes
    -- up one at a time, so that the innocent do not die, and count, along with it.
    if exists (
        select from queue.pgqueuer as q
        where q.queue_manager_id = new.queue_manager_id and q.status = 'picked' and q.headers ? 'crashes' and q.id <> new.id
    ) then
        return null;
    end if;

    v_crashes := v_crashes + 1;
    if v_crashes < c_limit then
        new.headers := v_headers || jsonb_build_object('crashes', v_crashes);
        return new;
    end if;

    -- Held here and not by changing `new`: the statement that picks jobs returns the
    -- rows it updated, and the worker would run this one all the same.
    update queue.pgqueuer
    set status = 'failed', updated = now(), queue_manager_id = null, slot = null
    where id = new.id;
    insert into queue.pgqueuer_log (job_id, status, priority, entrypoint, traceback)
    values (
        new.id, 'failed', new.priority, new.entrypoint,
        jsonb_build_object(
            'job_id', new.id,
            'timestamp', now(),
            'exception_type', 'WorkerDied',
            'exception_message', format('its worker died %s times while it ran', v_crashes),
            'traceback', '',
            'additional_context', null
        )
    );
    return null;
end;
$$;

alter function queue.count_crashes() owner to stockroom_keeper;
comment on function queue.count_crashes() is
'Holds a job whose workers keep dying, which pgqueuer would pick again for ever: it counts errors, not crashes. A pick of a job that another worker had picked is a crash; the fifth holds the job, with the reason in queue.pgqueuer_log. A worker takes up such jobs one at a time.';

create or replace trigger pgqueuer_count_crashes
before update on queue.pgqueuer
for each row
when (
    old.status = 'picked'
    and (
        (new.status = 'picked' and new.queue_manager_id is distinct from old.queue_manager_id)
        or (new.status <> 'picked' and old.headers ? 'crashes')
    )
)
execute function queue.count_crashes();
