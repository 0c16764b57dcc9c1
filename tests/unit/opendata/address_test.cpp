// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "opendata/address.hpp"

#include <gtest/gtest.h>

namespace moisson::opendata {
namespace {

TEST(Address, NamesEveryDoor) {
    struct Case {
        const char* path;
        DoorKind kind;
        const char* key;
        const char* suffix;
        const char* route;
    };
    for (const Case& one : {
             Case{"/catalog", DoorKind::catalog, "", "", "/catalog"},
             Case{"/catalog.ttl", DoorKind::catalog, "", "ttl", "/catalog.{format}"},
             Case{"/catalog.json", DoorKind::catalog, "", "json", "/catalog.{format}"},
             Case{"/dataset/eau", DoorKind::dataset, "eau", "", "/dataset/{id}"},
             Case{
                 "/dataset/eau.v2.rdf",
                 DoorKind::dataset,
                 "eau.v2",
                 "rdf",
                 "/dataset/{id}.{format}"},
             Case{"/dataset/eau.csv", DoorKind::dataset, "eau.csv", "", "/dataset/{id}"},
             Case{"/portal/mali", DoorKind::portal, "mali", "", "/portal/{slug}"},
             Case{
                 "/portal/mali/catalog",
                 DoorKind::portal_catalog,
                 "mali",
                 "",
                 "/portal/{slug}/catalog"},
             Case{
                 "/portal/mali/catalog.nt",
                 DoorKind::portal_catalog,
                 "mali",
                 "nt",
                 "/portal/{slug}/catalog.{format}"},
             Case{"/organization/ins", DoorKind::organization, "ins", "", "/organization/{slug}"},
             Case{
                 "/organization/ins/catalog",
                 DoorKind::organization_catalog,
                 "ins",
                 "",
                 "/organization/{slug}/catalog"},
             Case{
                 "/organization/ins/catalog.rdf",
                 DoorKind::organization_catalog,
                 "ins",
                 "rdf",
                 "/organization/{slug}/catalog.{format}"},
             Case{"/record/x", DoorKind::record, "x", "", "/record/{id}"},
             Case{"/sitemap.xml", DoorKind::sitemap_index, "", "", "/sitemap.xml"},
             Case{"/sitemap-pages.xml", DoorKind::sitemap_pages, "", "", "/sitemap-pages.xml"},
             Case{"/llms.txt", DoorKind::llms, "", "", "/llms.txt"},
             Case{"/.well-known/void", DoorKind::void_description, "", "", "/.well-known/void"},
         }) {
        const auto door = door_of(one.path);
        ASSERT_TRUE(door) << one.path;
        EXPECT_EQ(door->kind, one.kind) << one.path;
        EXPECT_EQ(door->key, one.key) << one.path;
        EXPECT_EQ(door->format == nullptr ? "" : door->format->suffix, one.suffix) << one.path;
        EXPECT_EQ(route_of(*door), one.route);
    }
}

TEST(Address, LeavesTheRestToOthers) {
    for (const char* const path :
         {"/",
          "/catalogue",
          "/catalog.csv",
          "/catalog/x",
          "/dataset/",
          "/dataset/a/b",
          "/portal/",
          "/portal/a/b",
          "/portal/a/catalog.csv",
          "/portal//catalog.ttl",
          "/organization/",
          "/organization/a/b",
          "/api/3/action/x",
          "/sitemap-3-1.xml",
          "/sitemap-2-3.xml",
          "/sitemap-2-0.xml",
          "/sitemap-2-01.xml",
          "/sitemap-8192-1.xml",
          "/sitemap--1.xml",
          "/sitemap-2-.xml",
          "/sitemap-2-1.xmlx",
          "/sitemap-99999999999-1.xml",
          "/robots.txt"})
        EXPECT_FALSE(door_of(path)) << path;
    const auto part = door_of("/sitemap-8-3.xml");
    ASSERT_TRUE(part);
    EXPECT_EQ(part->parts, 8U);
    EXPECT_EQ(part->part, 3U);
}

} // namespace
} // namespace moisson::opendata
