// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// Whole datasets for exports, with what stands beside them.
#include "fixture.hpp"
#include "store/export_store.hpp"

#include <set>

namespace moisson::store::testing {
namespace {

struct Exported {
    Exported() {
        world.sync({a_portal("bf")});
        std::vector<RecordChange> records;
        for (int i = 0; i < 230; ++i)
            records.push_back(a_record("bf", "a" + std::to_string(i), "Titre"));
        world.harvest("bf", records);
    }
    std::vector<ExportRow> walk() {
        std::vector<ExportRow> out;
        std::optional<Uuid> after;
        for (int pages = 0; pages < 100; ++pages) {
            ExportPage page = await(store->page(after)).value();
            for (ExportRow& row : page.rows)
                out.push_back(std::move(row));
            if (!page.more)
                break;
            after = page.last;
        }
        return out;
    }

    World world;
    std::unique_ptr<ExportStore> store = make_export_store(world.database);
};

TEST(Exports, AreWalkedEachOnce) {
    Exported exported;
    std::set<std::string> ids;
    const std::vector<ExportRow> rows = exported.walk();
    for (const ExportRow& row : rows) {
        ids.insert(row.record.dataset.remote_id);
        EXPECT_EQ(row.connector, "ckan");
        EXPECT_TRUE(row.last_seen);
    }
    EXPECT_EQ(rows.size(), 230U);
    EXPECT_EQ(ids.size(), 230U);
    EXPECT_GT(await(exported.store->change_number()).value(), 0);
}

TEST(Exports, KeepTheOrderAskedAndLeaveOutWhatIsHidden) {
    Exported exported;
    const Uuid first = a_record("bf", "a7", "").id.uuid;
    const Uuid second = a_record("bf", "a3", "").id.uuid;
    const Uuid unknown = a_record("bf", "rien", "").id.uuid;
    const auto slugs = [&] {
        std::vector<std::string> out;
        for (const ExportRow& row : await(exported.store->rows({first, unknown, second})).value())
            out.push_back(row.record.dataset.remote_id);
        return out;
    };
    EXPECT_EQ(slugs(), (std::vector<std::string>{"a7", "a3"}));
    exported.world.sql().exec("update dataset set state = 'purged' where remote_id = 'a7'");
    EXPECT_EQ(slugs(), std::vector<std::string>{"a3"});
    EXPECT_EQ(exported.walk().size(), 229U);
}

TEST(Exports, CountLinks) {
    Exported exported;
    Connection& sql = exported.world.sql();
    sql.exec("update link set standing = 'ok' where url like '%/a5/0.csv'");
    sql.exec("update link set standing = 'broken' where url like '%/a5/1.csv'");
    const auto rows = await(exported.store->rows({a_record("bf", "a5", "").id.uuid})).value();
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].links_ok, 1);
    EXPECT_EQ(rows[0].links_broken, 1);
}

} // namespace
} // namespace moisson::store::testing
