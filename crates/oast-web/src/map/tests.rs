use super::*;
#[test]
fn look() {
    let css: String = [
        include_str!("../../../../assets/scss/parts/_charts.scss"),
        include_str!("../../../../assets/scss/parts/_map.scss"),
    ]
    .concat()
    .replace("$oast-chart-narrow-up-to: 759px;", "")
    .replace("$oast-chart-narrow-up-to", "759px");
    let css: String = css
        .lines()
        .filter(|l| !l.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut page = format!(
        "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'><style>body{{font-family:Arial;margin:15px;max-width:1140px}}{css}</style>"
    );
    let homes: Vec<Pin> = std::fs::read_to_string("/tmp/d-homes.txt")
        .unwrap()
        .lines()
        .map(|l| {
            let c: Vec<&str> = l.split('|').collect();
            let m = |t: &str| t.parse::<oast_units::Coordinate>().unwrap().micro_degrees();
            Pin {
                home_id: c[0].into(),
                name: c[1].into(),
                at: Position {
                    lat: m(c[2]),
                    lon: m(c[3]),
                },
                label: format!("{}, {}", c[1], c[4]),
                href: "#h".into(),
                look: Look::of_rating(c[4]),
                big: c[1].starts_with("Oak"),
            }
        })
        .collect();
    let map = Map::of_county("kent").unwrap().unwrap();
    for focus in [
        None,
        Some("Thanet"),
        Some("Folkestone and Hythe"),
        Some("Sevenoaks"),
    ] {
        let view = MapView {
            id: "m",
            title: "Homes by rating",
            homes: homes.clone(),
            focus,
            district_href: &|n| format!("#{n}"),
            key: vec![
                (Look::of_rating("Outstanding"), "Outstanding"),
                (Look::of_rating("Good"), "Good"),
                (
                    Look::of_rating("Requires improvement"),
                    "Requires improvement",
                ),
                (Look::of_rating("Inadequate"), "Inadequate"),
                (Look::of_rating(""), "Not rated"),
            ],
        };
        page += &map.figure(&view);
    }
    std::fs::write("/tmp/d-gallery.html", page).unwrap();
}
