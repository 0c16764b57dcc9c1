// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
// What calendars tell: the datasets of a portal, of an organization, or one of them.
#include "integration/store/fixture.hpp"
#include "store/updates_due.hpp"

#include <vector>

namespace moisson::store::testing {
namespace {

TEST(UpdatesDue, AreOfAPortalAnOrganizationOrADataset) {
    World world;
    world.sync({a_portal("bf"), a_portal("tg")});
    RecordChange other = a_record("bf", "autre", "Jeu autre");
    other.dataset.publisher = {"mairie", {{"fr", "Mairie", false}}, "mairie", "", ""};
    world.harvest("bf", {a_record("bf", "r", "Jeu r"), other});
    world.harvest("tg", {a_record("tg", "r", "Jeu du Togo")});
    world.sql().script(
        "insert into dataset_signal (dataset, basis, evidence, counted_from, expected_at) "
        "select id, 'declared', 'dataset', moisson.now(), moisson.now() + interval '7 days' "
        "from dataset on conflict (dataset) do update set basis = excluded.basis, "
        "evidence = excluded.evidence, counted_from = excluded.counted_from, "
        "expected_at = excluded.expected_at"
    );
    const auto ids = [&world](const UpdatesQuery& query) {
        std::vector<Uuid> out;
        for (const UpdateDue& one : await(read_updates_due(world.database, query)).value())
            out.push_back(one.dataset);
        return out;
    };
    const auto of = [&world](const char* column, const std::string& remote_id) {
        const std::string sql = std::string("select d.") + column +
                                "::text from dataset d join source s on s.id = d.source "
                                "where s.key = 'bf' and d.remote_id = '" +
                                remote_id + "'";
        return *uuid_from_string(world.text(sql.c_str()));
    };
    const std::vector<Uuid> r{of("id", "r")};
    UpdatesQuery portal;
    portal.portal = "bf";
    EXPECT_EQ(ids(portal).size(), 2U);
    UpdatesQuery organization;
    organization.organization = of("publisher", "r");
    EXPECT_EQ(ids(organization), r);
    UpdatesQuery dataset;
    dataset.dataset = r[0];
    EXPECT_EQ(ids(dataset), r);
    // As the filter of searches calls it.
    UpdatesQuery named;
    named.organization_name = "mairie";
    EXPECT_EQ(ids(named), std::vector<Uuid>{of("id", "autre")});
    named.organization_name = "nulle-part";
    EXPECT_TRUE(ids(named).empty());
}

} // namespace
} // namespace moisson::store::testing
