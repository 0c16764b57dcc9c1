// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/compaction.hpp"

#include "async/offload.hpp"
#include "core/digest.hpp"
#include "store/connection.hpp"
#include "store/fail_point.hpp"
#include "store/raw_codec.hpp"
#include "store/raw_dictionaries.hpp"

#include <memory>
#include <optional>

namespace moisson::store {
namespace {

constexpr int records_per_fetch = 500;
constexpr std::int64_t growth = 10;
// Compressed; what is larger needs no dictionary.
constexpr auto largest_bytes = static_cast<std::int64_t>(sampled_record_bytes_max / 2);

// $1 least records, $2 growth. A connector that left the configuration keeps what it has.
constexpr const char* find_due = R"sql(
select s.connector, count(*), w.records,
    (select max(t.id) from dictionary t where t.connector = s.connector)
from dataset d join source s on s.id = d.source
left join dictionary_work w on w.connector = s.connector
group by s.connector, w.records
having count(*) >= greatest($1, coalesce(w.records * $2, 0)) order by s.connector)sql";

// $1 connector, $2 after, $3 compressed bytes, $4 records. Ids are hashes: the first ones are as
// good a sample as any.
constexpr const char* find_sample = R"sql(
select w.dataset, w.codec, w.dictionary, w.bytes
from dataset d join source s on s.id = d.source join raw_record w on w.dataset = d.id
where s.connector = $1 and d.id > $2 and octet_length(w.bytes) <= $3
order by d.id limit $4)sql";

constexpr const char* put_dictionary = "insert into dictionary (connector, bytes, trained_on, "
                                       "digest) values ($1, $2, $3, $4) returning id";

// $6 records of the trial before: another worker that was quicker has changed them.
constexpr const char* put_work = R"sql(
insert into dictionary_work as w (connector, tried_at, records, measured, bytes_before, bytes_after)
values ($1, moisson.now(), $2, $3, $4, $5)
on conflict (connector) do update set tried_at = excluded.tried_at, records = excluded.records,
    measured = excluded.measured, bytes_before = excluded.bytes_before,
    bytes_after = excluded.bytes_after
where w.records = $6)sql";
constexpr const char* begin_rewriting =
    "update dictionary_work set dictionary = $2, rewritten_to = "
    "$3 where connector = $1";

constexpr const char* take_work = "select connector, dictionary, rewritten_to from dictionary_work "
                                  "where rewritten_to is not null order by connector limit 1 for "
                                  "update skip locked";
// $1 connector, $2 after, $3 records.
constexpr const char* find_next = R"sql(
select d.id from dataset d join source s on s.id = d.source
where s.connector = $1 and d.id > $2 order by d.id limit $3)sql";
// A page that writes one of them now writes it with the newest dictionary. $3 bytes: a step is held
// in memory.
constexpr const char* lock_records = R"sql(
select dataset, codec, dictionary, bytes from raw_record
where dataset = any($1) and dictionary is distinct from $2 and octet_length(bytes) <= $3
order by dataset for update skip locked)sql";
constexpr const char* stage_table =
    "create temp table if not exists stage_packed (dataset uuid, bytes "
    "bytea) on commit delete rows; alter table stage_packed alter "
    "bytes set storage external";
constexpr const char* copy_raw = "copy stage_packed from stdin (format binary)";
constexpr const char* rewrite = "update raw_record w set codec = $1, dictionary = $2, bytes = "
                                "s.bytes from stage_packed s where w.dataset = s.dataset";
constexpr const char* move_on = "update dictionary_work set rewritten_to = $2 where connector = $1";

struct Due {
    CompactionOutcome::Trial trial;
    std::optional<std::int64_t> records_before;
    std::optional<std::int64_t> current;
};

struct Sample {
    std::vector<std::string> records;
    RawDictionaries::Pointer current;
};

Result<std::vector<Due>> due(Connection& connection, std::int64_t records_min) {
    const Rows rows = connection.exec(find_due, Params(records_min, growth));
    std::vector<Due> out;
    for (int i = 0; i < rows.size(); ++i) {
        Due& one = out.emplace_back();
        one.trial.connector = rows.str(i, 0);
        one.trial.records = rows.int64(i, 1);
        one.records_before = rows.optional_int64(i, 2);
        one.current = rows.optional_int64(i, 3);
    }
    return out;
}

Result<Sample> sample(Connection& connection, RawDictionaries& dictionaries, const Due& task) {
    Sample out;
    // With a damaged one nothing is compressed any more.
    if (const auto current = dictionaries.find(connection, task.current))
        out.current = *current;
    std::size_t bytes = 0;
    for (Uuid after; bytes < sample_bytes_max;) {
        const Rows rows = connection.exec(
            find_sample,
            Params(task.trial.connector, after, largest_bytes, records_per_fetch)
        );
        for (int i = 0; i < rows.size() && bytes < sample_bytes_max; ++i) {
            after = rows.uuid(i, 0);
            Result<std::string> raw =
                dictionaries
                    .read(connection, rows.int64(i, 1), rows.optional_int64(i, 2), rows.text(i, 3));
            // What is damaged is told when it is rewritten or read.
            if (!raw || raw->empty() || raw->size() > sampled_record_bytes_max)
                continue;
            bytes += raw->size();
            out.records.push_back(std::move(*raw));
        }
        if (rows.size() < records_per_fetch)
            break;
    }
    return out;
}

// One transaction; false when another worker was quicker.
Result<bool> conclude(Connection& connection, const Due& task, const DictionaryTrial& trial) {
    const CompactionOutcome::Trial& figures = task.trial;
    Transaction transaction(connection);
    const Rows noted = connection.exec(
        put_work,
        Params(
            figures.connector,
            figures.records,
            figures.measured,
            figures.bytes_before,
            figures.bytes_after,
            task.records_before
        )
    );
    if (noted.affected() == 0)
        return false;
    if (figures.adopted) {
        const Digest digest = sha256(trial.bytes);
        const Bytes digest_bytes{{reinterpret_cast<const char*>(digest.data()), digest.size()}};
        const Rows added = connection.exec(
            put_dictionary,
            Params(figures.connector, Bytes{trial.bytes}, figures.trained_on, digest_bytes)
        );
        connection.exec(begin_rewriting, Params(figures.connector, added.int64(0, 0), Uuid{}));
    }
    fail_point("before_dictionary");
    transaction.commit();
    return true;
}

struct CompactionStep {
    bool more = false;
    CompactionOutcome sums;
};

// Compresses what is behind the rows; what does not become smaller stays.
std::string recompress(
    Connection& connection,
    RawDictionaries& dictionaries,
    const RawDictionary& newest,
    const Rows& rows,
    CompactionOutcome& sums
) {
    std::string staged;
    for (int i = 0; i < rows.size(); ++i) {
        const std::string_view bytes = rows.text(i, 3);
        const Result<std::string> raw =
            dictionaries.read(connection, rows.int64(i, 1), rows.optional_int64(i, 2), bytes);
        if (!raw) {
            ++sums.damaged;
            continue;
        }
        const std::string smaller = newest.compress(*raw);
        if (smaller.size() >= bytes.size())
            continue;
        CopyRow(staged, 2).uuid(rows.uuid(i, 0)).bytes(smaller);
        ++sums.rewritten;
        sums.bytes_before += static_cast<std::int64_t>(bytes.size());
        sums.bytes_after += static_cast<std::int64_t>(smaller.size());
    }
    return staged;
}

Result<CompactionStep> step(Connection& connection, RawDictionaries& dictionaries, int count) {
    connection.script_once(stage_table);
    Transaction transaction(connection);
    CompactionStep out;
    const Rows work = connection.exec(take_work);
    if (work.size() == 0)
        return out;
    const std::string connector = work.str(0, 0);
    const auto newest = dictionaries.find(connection, work.optional_int64(0, 1));
    if (!newest) {
        // The connectors after it do not wait for its mending.
        ++out.sums.damaged;
        connection.exec(move_on, Params(connector, std::optional<Uuid>()));
        transaction.commit();
        out.more = true;
        return out;
    }
    const Rows next = connection.exec(find_next, Params(connector, work.uuid(0, 2), count));
    std::vector<Uuid> ids;
    for (int i = 0; i < next.size(); ++i)
        ids.push_back(next.uuid(i, 0));
    const std::int64_t dictionary = (*newest)->id();
    const Rows rows = connection.exec(lock_records, Params(ids, dictionary, largest_bytes));
    const std::string staged = recompress(connection, dictionaries, **newest, rows, out.sums);
    connection.copy_in(copy_raw, staged);
    connection.exec(rewrite, Params(static_cast<int>(codec_dictionary), dictionary));
    const bool done = next.size() < count;
    connection.exec(move_on, Params(connector, done ? std::nullopt : std::optional(ids.back())));
    fail_point("before_rewrite");
    transaction.commit();
    out.more = true;
    return out;
}

void add(CompactionOutcome& total, const CompactionOutcome& step) {
    total.rewritten += step.rewritten;
    total.bytes_before += step.bytes_before;
    total.bytes_after += step.bytes_after;
    total.damaged += step.damaged;
}

// The names of the jobs are told by run(); what they share outlives them.
struct Job {
    Database* database = nullptr;
    asio::any_io_executor cpu;
    std::shared_ptr<RawDictionaries> dictionaries = std::make_shared<RawDictionaries>();
};

asio::awaitable<Result<CompactionOutcome::Trial>> try_one(Job& job, Due task) {
    std::function<Result<Sample>(Connection&)> read = [task, dictionaries = job.dictionaries](
                                                          Connection& c
                                                      ) { return sample(c, *dictionaries, task); };
    Result<Sample> found = co_await job.database->run<Sample>("dictionary_sample", std::move(read));
    if (!found)
        co_return found.error();
    auto training = [records = std::move(found->records), current = std::move(found->current)] {
        return try_dictionary(records, current.get()).value_or(DictionaryTrial());
    };
    DictionaryTrial trial = co_await offload(job.cpu, std::move(training));
    task.trial.trained_on = trial.trained_on;
    task.trial.measured = trial.measured;
    task.trial.bytes_before = trial.bytes_before;
    task.trial.bytes_after = trial.bytes_after;
    task.trial.adopted = trial.measured > 0 && trial.is_worth_it();
    std::function<Result<bool>(Connection&)> write =
        [task, trial = std::make_shared<const DictionaryTrial>(std::move(trial))](Connection& c) {
            return conclude(c, task, *trial);
        };
    const Result<bool> first =
        co_await job.database->run<bool>("dictionary_adopt", std::move(write));
    if (!first)
        co_return first.error();
    task.trial.adopted = task.trial.adopted && *first;
    co_return std::move(task.trial);
}

} // namespace

asio::awaitable<Result<CompactionOutcome>>
compact_raw_records(Database& database, asio::any_io_executor cpu, CompactionOptions options) {
    Job job;
    job.database = &database;
    job.cpu = std::move(cpu);
    CompactionOutcome outcome;
    std::function<Result<std::vector<Due>>(Connection&)> look = [options](Connection& c) {
        return due(c, options.records_min);
    };
    Result<std::vector<Due>> tasks =
        co_await database.run<std::vector<Due>>("dictionary_due", std::move(look));
    if (!tasks)
        co_return tasks.error();
    for (Due& task : *tasks) {
        Result<CompactionOutcome::Trial> trial = co_await try_one(job, std::move(task));
        if (!trial)
            co_return trial.error();
        outcome.trials.push_back(std::move(*trial));
    }
    for (bool more = true; more;) {
        std::function<Result<CompactionStep>(Connection&)> rewriting =
            [dictionaries = job.dictionaries, count = options.records_per_step](Connection& c) {
                return step(c, *dictionaries, count);
            };
        const Result<CompactionStep> done =
            co_await database.run<CompactionStep>("dictionary_rewrite", std::move(rewriting));
        if (!done)
            co_return done.error();
        add(outcome, done->sums);
        more = done->more;
    }
    co_return outcome;
}

} // namespace moisson::store
