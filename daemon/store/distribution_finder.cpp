// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "store/distribution_finder.hpp"

#include "store/connection.hpp"
#include "store/database.hpp"

namespace moisson::store {
namespace {

constexpr const char* find_dataset =
    "select dataset from distribution where id = $1 order by dataset limit 1";

class PgDistributionFinder final : public DistributionFinder {
public:
    explicit PgDistributionFinder(Database& database) : database_(database) {}

    asio::awaitable<Result<DatasetId>> dataset_of(DistributionId id) override {
        return database_.run<DatasetId>(
            "distribution_dataset",
            [id](Connection& connection) -> Result<DatasetId> {
                Transaction transaction(connection, Transaction::Kind::read_only);
                const Rows rows = connection.exec_prepared(find_dataset, Params(id.uuid));
                if (rows.size() == 0)
                    return Error(Code::not_found);
                const DatasetId found(rows.uuid(0, 0));
                transaction.commit();
                return found;
            }
        );
    }

private:
    Database& database_;
};

} // namespace

std::unique_ptr<DistributionFinder> make_distribution_finder(Database& database) {
    return std::make_unique<PgDistributionFinder>(database);
}

} // namespace moisson::store
