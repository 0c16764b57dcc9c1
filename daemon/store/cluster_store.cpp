// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// ClusterStore over PostgreSQL: every method is one job on a db thread.
#include "store/cluster_pass.hpp"
#include "store/cluster_step.hpp"
#include "store/connection.hpp"
#include "store/stores.hpp"

#include <utility>

namespace moisson::store {
namespace {

class PgClusterStore final : public ClusterStore {
public:
    explicit PgClusterStore(Database& database) : database_(database) {}

    asio::awaitable<Result<ClusterReport>> regroup(ClusterRules rules, int count) override {
        return database_.run<ClusterReport>(
            "regroup",
            [rules = std::move(rules), count](Connection& c) -> Result<ClusterReport> {
                return store::regroup(c, rules, count);
            }
        );
    }
    asio::awaitable<Result<ClusterPass>> pass() override {
        return database_.run<ClusterPass>("cluster_pass", [](Connection& c) -> Result<ClusterPass> {
            return read_pass(c);
        });
    }
    asio::awaitable<Result<void>> begin_pass(int version) override {
        return database_.run<void>("begin_cluster_pass", [version](Connection& c) -> Result<void> {
            store::begin_pass(c, version);
            return {};
        });
    }
    asio::awaitable<Result<Walk>> refresh_keys(ClusterRules rules, int count) override {
        return database_.run<Walk>(
            "refresh_cluster_keys",
            [rules = std::move(rules), count](Connection& c) -> Result<Walk> {
                return store::refresh_keys(c, rules, count);
            }
        );
    }
    asio::awaitable<Result<std::int64_t>> check_all(ClusterRules rules) override {
        return database_.run<std::int64_t>(
            "check_clusters",
            [rules = std::move(rules)](Connection& c) -> Result<std::int64_t> {
                return store::check_all(c, rules);
            }
        );
    }

private:
    Database& database_;
};

} // namespace

std::unique_ptr<ClusterStore> make_cluster_store(Database& database) {
    return std::make_unique<PgClusterStore>(database);
}

} // namespace moisson::store
