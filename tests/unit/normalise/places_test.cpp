// SPDX-FileCopyrightText: 2026 The Moisson authors
// SPDX-License-Identifier: Apache-2.0
#include "normalise/spatial.hpp"
#include "record_fixture.hpp"

#include <gtest/gtest.h>

namespace moisson::normalise {
namespace {

void expect_box(std::string_view geometry, const BoundingBox& expected) {
    const BoxReading reading = read_box(geometry);
    ASSERT_TRUE(reading.box) << geometry;
    EXPECT_EQ(*reading.box, expected) << geometry;
}

TEST(Boxes, ReadGeoJson) {
    expect_box(R"({"type":"Point","coordinates":[1.2, 6.1]})", {1.2, 6.1, 1.2, 6.1});
    expect_box(
        R"({"type":"Polygon","coordinates":[[[0,6],[2,6],[2,11],[0,11],[0,6]]]})",
        {0, 6, 2, 11}
    );
    expect_box(
        R"({"type":"MultiPolygon","coordinates":[[[[0,6,10],[2,7,10]]],[[[-1,5,0]]]]})",
        {-1, 5, 2, 7}
    );
    expect_box(
        R"({"type":"Feature","geometry":{"type":"Point","coordinates":[1,6]}})",
        {1, 6, 1, 6}
    );
    expect_box(R"({\"type\":\"Point\",\"coordinates\":[1,6]})", {1, 6, 1, 6});
    expect_box(R"({"bbox":[0,6,2,11]})", {0, 6, 2, 11});
}

TEST(Boxes, ReadWktAndText) {
    expect_box("POLYGON((0 6, 2 6, 2 11, 0 6))", {0, 6, 2, 11});
    expect_box("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POINT(1 6)", {1, 6, 1, 6});
    expect_box("<http://www.opengis.net/def/crs/EPSG/0/4326> POINT(6 1)", {1, 6, 1, 6});
    expect_box("SRID=4326;POINT Z (1 6 200)", {1, 6, 1, 6});
    expect_box("ENVELOPE(0, 2, 11, 6)", {0, 6, 2, 11});
    expect_box("BOX(0 6,2 11)", {0, 6, 2, 11});
    expect_box("0,6,2,11", {0, 6, 2, 11});
    expect_box("northlimit=11; southlimit=6; westlimit=0; eastlimit=2", {0, 6, 2, 11});
    expect_box(
        "POLYGON((45.1 -120, 46 -121))",
        {-121, 45.1, -120, 46}
    ); // latitude first: impossible otherwise
}

TEST(Boxes, SayNothingOrRefuse) {
    for (const char* raw : {"", "null", "{}", "POLYGON EMPTY"})
        EXPECT_FALSE(read_box(raw).box) << raw;
    EXPECT_TRUE(read_box("").understood);
    for (const char* raw :
         {"POINT(652000 6862000)",
          "SRID=2154;POINT(1 6)",
          "Togo",
          "1,2,3",
          "{\"coordinates\":[]}",
          "POINT(nan nan)",
          "<http://www.opengis.net/def/crs/EPSG/0/2154> POINT(1 6)"})
        EXPECT_FALSE(read_box(raw).understood) << raw;
}

std::vector<std::string> countries(std::string label, std::string uri = {}) {
    return countries_of({"", std::move(label), std::move(uri)}, *vocabularies());
}

TEST(Countries, AreReadFromPlaces) {
    using List = std::vector<std::string>;
    EXPECT_EQ(countries("Togo"), List{"TG"});
    EXPECT_EQ(countries("Lomé, Togo"), List{"TG"});
    EXPECT_EQ(countries("Togo, Bénin"), (List{"TG", "BJ"}));
    EXPECT_EQ(countries("country:sn"), List{"SN"});
    EXPECT_EQ(countries("fr:region:84"), List{"FR"});
    EXPECT_EQ(
        countries("", "http://publications.europa.eu/resource/authority/country/FRA"),
        List{"FR"}
    );
    EXPECT_EQ(countries("TGO"), List{"TG"});
    for (const char* nothing :
         {"no", "so", "Lomé", "Afrique", "Union européenne", "", "Paris, rue de la Guinée, 4"})
        EXPECT_EQ(countries(nothing), List{}) << nothing;
}

TEST(Countries, OfADatasetComeFromSpatialThenHintThenPortal) { // decision 26
    NormaliseContext context = a_context();
    context.countries = {"TG"};
    RawRecord record = a_record();
    Normalised result = normalise(record, context);
    EXPECT_EQ(result.dataset.countries, std::vector<std::string>{"TG"});
    EXPECT_EQ(result.dataset.country_source, CountrySource::portal);
    record.country_hints = {"ben"};
    result = normalise(record, context);
    EXPECT_EQ(result.dataset.countries, std::vector<std::string>{"BJ"});
    EXPECT_EQ(result.dataset.country_source, CountrySource::hint);
    record.spatial.push_back({"", "Sénégal", ""});
    result = normalise(record, context);
    EXPECT_EQ(result.dataset.countries, std::vector<std::string>{"SN"});
    EXPECT_EQ(result.dataset.country_source, CountrySource::spatial);
    context.countries = {"TG", "BJ"}; // a regional portal proves nothing
    EXPECT_EQ(normalise(a_record(), context).dataset.country_source, CountrySource::none);
}

} // namespace
} // namespace moisson::normalise
