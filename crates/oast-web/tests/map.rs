//! What every map keeps to, with the boundaries that the program carries.

#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use oast_web::chart::Head;
use oast_web::map::{Area, Look, Map, MapView, Pin, Position, SHADES, Shaded};

const MAIDSTONE: Position = Position {
    lat: 51_272_000,
    lon: 522_000,
};

fn kent() -> Map {
    Map::of_county("kent").unwrap().unwrap()
}

fn pin(name: &str, lat: i64, lon: i64) -> Pin {
    Pin {
        home_id: name.to_string(),
        name: name.to_string(),
        at: Position { lat, lon },
        label: format!("{name}, rated Good"),
        href: format!("/homes/{}", name.to_lowercase()),
        look: Look::of_rating("Good"),
        big: false,
    }
}

fn drawn(homes: Vec<Pin>, focus: Option<&str>) -> String {
    let view = MapView {
        id: "homes",
        title: "Homes by rating",
        homes,
        focus,
        district_href: &|name| format!("/map?district={}", name.replace(' ', "+")),
        key: vec![(Look::of_rating("Good"), "Good")],
    };
    kent().figure(&view)
}

/// What each link says, in the order of the keyboard.
fn labels(svg: &str) -> Vec<&str> {
    svg.split("<a ")
        .skip(1)
        .filter_map(|rest| rest.split("<title>").nth(1)?.split("</title>").next())
        .collect()
}

#[test]
fn the_districts_are_those_of_the_countys_homes() {
    let map = kent();
    let homes = include_str!("../../../counties/kent/homes.csv");
    let within: Vec<&str> = map
        .districts
        .iter()
        .filter(|district| district.within)
        .map(|district| district.name.as_str())
        .collect();
    assert_eq!(within.len(), 12);
    for name in within {
        assert!(homes.contains(&format!(",{name},")), "{name}");
    }
    assert!(
        map.districts
            .iter()
            .any(|one| one.name == "Medway" && !one.within)
    );
}

#[test]
fn a_position_is_in_its_district_or_the_nearest() {
    let map = kent();
    let name = |at| map.district_at(at).map(|district| district.name.as_str());
    assert_eq!(name(MAIDSTONE), Some("Maidstone"));
    let off_margate = Position {
        lat: 51_500_000,
        lon: 1_385_000,
    };
    assert_eq!(name(off_margate), Some("Thanet"));
}

#[test]
fn homes_near_each_other_are_one_bubble_that_leads_to_their_district() {
    let homes = vec![
        pin("Ash", MAIDSTONE.lat, MAIDSTONE.lon),
        pin("Beech", MAIDSTONE.lat + 500, MAIDSTONE.lon),
        pin("Cedar", 51_388_000, 1_385_000),
    ];
    let svg = drawn(homes, None);
    assert!(svg.contains("2 homes near each other in Maidstone: show the district"));
    assert!(svg.contains("href=\"/map?district=Maidstone\""));
    assert!(svg.contains("Cedar, rated Good") && !svg.contains("Ash, rated Good"));
}

#[test]
fn in_its_district_every_home_is_reached_by_name() {
    let names = ["Elm", "Ash", "Date", "Beech", "Cedar"];
    let near = names.map(|name| pin(name, MAIDSTONE.lat, MAIDSTONE.lon));
    let elsewhere = pin("Fir", 51_388_000, 1_385_000);
    let homes = near.into_iter().chain([elsewhere]).collect();
    let svg = drawn(homes, Some("Maidstone"));
    let (wide, _) = svg.split_once("oast-chart--narrow").unwrap();
    let reached: Vec<&str> = labels(wide)
        .into_iter()
        .filter(|label| label.ends_with("rated Good"))
        .collect();
    let by_name = ["Ash", "Beech", "Cedar", "Date", "Elm"];
    assert_eq!(reached, by_name.map(|name| format!("{name}, rated Good")));
    // They stood one over another: all but one are moved, and tied to where they are.
    assert_eq!(wide.matches("oast-map__tie").count(), 4);
    assert!(!labels(wide).contains(&"Maidstone: show the district"));
}

#[test]
fn words_are_escaped_and_nothing_has_styles_of_its_own() {
    let mut hostile = pin("<script>\"'&", MAIDSTONE.lat, MAIDSTONE.lon);
    hostile.href = "/homes/\"><script>".to_string();
    let svg = drawn(vec![hostile], Some("Maidstone"));
    assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script"));
    assert!(!svg.contains("style=") && !svg.contains("<style"));
    assert!(svg.contains("Open Government Licence"));
}

#[test]
fn a_district_that_is_not_there_shows_the_whole() {
    let count = |focus| labels(&drawn(Vec::new(), focus)).len();
    assert_eq!(count(Some("Rutland")), count(None));
    assert!(Map::of_county("rutland").unwrap().is_none());
}

#[test]
fn boundaries_that_cannot_be_read_say_where() {
    let said = |text: &str| Map::parse(text, "").unwrap_err().to_string();
    insta::assert_snapshot!(said("name\n"), @"line 1 of the boundaries: 'name' is not the heading 'district,within,outline'");
    let row = |row: &str| said(&format!("district,within,outline\n{row}\n"));
    insta::assert_snapshot!(row("Ashford,maybe,0.1 51.0"), @"line 2 of the boundaries: 'maybe' is neither yes nor no");
    insta::assert_snapshot!(row("Ashford,yes,0.1 51.0"), @"line 2 of the boundaries: an outline of Ashford has 1 positions; it needs four, the first again as the last");
    insta::assert_snapshot!(row("Ashford,yes,0.1"), @"line 2 of the boundaries: '0.1' is not a position; write longitude latitude");
    insta::assert_snapshot!(said("district,within,outline\n"), @"line 1 of the boundaries: there is no district under the heading; give each a row");
}

fn shaded(value: impl Fn(usize) -> usize) -> Shaded {
    let map = kent();
    let within = map.districts.iter().filter(|district| district.within);
    let area = |(index, name): (usize, String)| Area {
        shade: value(index),
        value: format!("9{index}"),
        says: format!("{name}: 9{index} beds"),
        href: Some(format!("/map?district={index}")),
        district: name,
    };
    Shaded {
        head: Head {
            id: "supply".to_string(),
            title: "Beds by district".to_string(),
            description: String::new(),
        },
        areas: within
            .map(|one| one.name.clone())
            .enumerate()
            .map(area)
            .collect(),
        key: vec!["Enough".to_string(), "Few".to_string()],
    }
}

#[test]
fn every_shaded_district_has_its_number_beside_its_shade() {
    let figure = shaded(|index| index % 2).figure(&kent());
    let drawings: Vec<&str> = figure.split("<svg class=\"oast-map ").skip(1).collect();
    assert_eq!(
        drawings.len(),
        2,
        "one for wide windows and one for narrow ones"
    );
    for drawing in drawings {
        let drawing = drawing.split("</svg>").next().unwrap();
        for index in 0..12 {
            assert!(
                drawing.contains(&format!(">9{index}<")),
                "9{index} is nowhere"
            );
        }
        assert_eq!(drawing.matches("oast-map__shade--0").count(), 6);
        assert_eq!(drawing.matches("oast-map__shade--1").count(), 6);
        assert_eq!(labels(drawing).len(), 12);
    }
    assert!(figure.contains("Enough</li>") && figure.contains("Few</li>"));
    assert!(figure.contains("Crown copyright"));
}

#[test]
fn a_shade_that_there_is_not_is_the_darkest() {
    let figure = shaded(|_| 99).figure(&kent());
    let darkest = format!("oast-map__shade--{}", SHADES - 1);
    assert_eq!(figure.matches(&darkest).count(), 24);
    assert!(!figure.contains("oast-map__shade--99"));
}
