// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/proposals.hpp"

#include "store/catalog_queries.hpp"
#include "store/connection.hpp"
#include "store/proposal_rows.hpp"

namespace moisson::store {
namespace {

// $1 of that dataset only, when there is one.
constexpr const char* proposals =
    "select f.at, d.slug, d.title, d.frequency, f.value, f.id "
    "from " MOISSON_OPEN_PROPOSALS "where $1::uuid is null or d.id = $1 order by f.id limit 1000";

// What was said before it is refused with it.
constexpr const char* refuse = R"sql(
update feedback set refused_at = moisson.now(), refused_by = $3, refused_reason = $4
where dataset = $1 and kind = 'frequency' and id <= $2 and refused_at is null)sql";

constexpr const char* put_refusal_event = R"sql(
insert into event (kind, subject, at, payload)
values ('proposal.refused', 'dataset:' || $1::uuid::text, moisson.now(), jsonb_build_object(
    'by', $2::text, 'reason', $3::text, 'field', 'frequency', 'value', $4::text)))sql";

FrequencyProposal read_proposal(const Rows& rows, int row) {
    FrequencyProposal one;
    one.at = rows.instant(row, 0);
    one.slug = rows.str(row, 1);
    one.title = rows.str(row, 2);
    one.current = rows.str(row, 3);
    one.proposed = rows.str(row, 4);
    return one;
}

Result<FrequencyProposal> refuse_one(Connection& db, const ProposalRefusal& refusal) {
    Transaction transaction(db);
    const std::optional<Uuid> dataset = dataset_named(db, refusal.dataset);
    if (!dataset)
        return Error(Code::not_found, "no dataset " + refusal.dataset);
    const Rows rows = db.exec(proposals, Params(dataset));
    if (rows.size() == 0)
        return Error(Code::not_found, "nothing is proposed of " + refusal.dataset);
    FrequencyProposal out = read_proposal(rows, 0);
    const std::int64_t id = rows.int64(0, 5);
    // Somebody refuses it at the same time: one of the two did.
    if (db.exec(refuse, Params(*dataset, id, refusal.by, refusal.reason)).affected() == 0)
        return Error(Code::not_found, "nothing is proposed of " + refusal.dataset);
    db.exec(put_refusal_event, Params(*dataset, refusal.by, refusal.reason, out.proposed));
    transaction.commit();
    return out;
}

} // namespace

asio::awaitable<Result<std::vector<FrequencyProposal>>> list_proposals(Database& database) {
    std::function<Result<std::vector<FrequencyProposal>>(Connection&)> job =
        [](Connection& db) -> Result<std::vector<FrequencyProposal>> {
        const Rows rows = db.exec(proposals, Params(std::optional<Uuid>()));
        std::vector<FrequencyProposal> out;
        for (int i = 0; i < rows.size(); ++i)
            out.push_back(read_proposal(rows, i));
        return out;
    };
    co_return co_await database.run("list_proposals", std::move(job));
}

asio::awaitable<Result<FrequencyProposal>>
refuse_proposal(Database& database, ProposalRefusal refusal) {
    std::function<Result<FrequencyProposal>(Connection&)> job =
        [asked = std::move(refusal)](Connection& db) { return refuse_one(db, asked); };
    co_return co_await database.run("refuse_proposal", std::move(job));
}

} // namespace moisson::store
