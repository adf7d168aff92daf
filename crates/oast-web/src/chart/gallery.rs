use oast_units::Date;

use super::{
    Band, Bar, Bars, Bridge, Chart, Choice, Curve, Distribution, Dot, Goal, Head, Lines, Movement,
    Range, RankedBar, RankedBars, Series, Spark, Step, Steps, Strip, Unit, month_label,
};

const APRIL: Date = Date::of(2025, 4, 1);
const TODAY: Date = Date::of(2026, 9, 14);

/// Every chart in each of its states, with a name: the numbers are made up.
pub fn gallery() -> Vec<(&'static str, String)> {
    vec![
        ("Bars by month, with a budget", monthly(true).figure()),
        (
            "Bars by month, many, one of them meant",
            monthly(false).figure(),
        ),
        (
            "Bars by category, with less than nothing",
            categories().figure(),
        ),
        (
            "Bars of nothing",
            Bars {
                head: head("nothing", "What began this month"),
                bars: Vec::new(),
                ..categories()
            }
            .figure(),
        ),
        ("Ranked bars, with links", ranked().figure()),
        ("Lines against a goal", share().figure()),
        ("A forecast, with ranges", forecast().figure()),
        ("Steps of a rate", steps().figure()),
        ("A distribution against a band", distribution().figure()),
        ("A strip of dots", strip().figure()),
        (
            "A bridge of small movements",
            bridge(1_720_411_320).figure(),
        ),
        ("A bridge from zero", bridge(9_000_000).figure()),
        ("A trade of homes against spending", trade().figure()),
        ("Tiny lines", sparks()),
    ]
}

fn head(id: &str, title: &str) -> Head {
    Head {
        id: format!("gallery-{id}"),
        title: title.to_string(),
        description: String::new(),
    }
}

/// A number that goes up and down a little with its place.
fn wave(place: i64) -> i64 {
    (place * 37 + place * place * 11) % 23 - 11
}

fn month(index: i32) -> Date {
    APRIL.add_months(index)
}

fn monthly(short: bool) -> Bars {
    let bar = |index: i32| {
        let place = i64::from(index);
        Bar {
            label: month_label(month(index)),
            value: 1_640_000_000 + place * 14_000_000 + wave(place) * 9_000_000,
            marker: short.then(|| 1_700_000_000 + place * 11_000_000),
            href: (!short).then(|| "#month".to_string()),
            emphasis: !short && index == 17,
        }
    };
    let (id, title, months) = if short {
        (
            "monthly",
            "Spend was over the budget in two months of nine",
            9,
        )
    } else {
        (
            "months",
            "September 2026 cost £19.0m, £2.9m more than a year before",
            18,
        )
    };
    Bars {
        head: head(id, title),
        unit: Unit::Pounds,
        bars: (0..months).map(bar).collect(),
        marker: "Budget".to_string(),
    }
}

fn categories() -> Bars {
    let bar = |(label, value): (&str, i64)| Bar {
        label: label.to_string(),
        value,
        ..Bar::default()
    };
    let changes = [
        ("Residential", -31),
        ("Residential High", 44),
        ("Nursing", 12),
        ("Nursing High", 0),
        ("Complex", -6),
    ];
    Bars {
        head: head(
            "categories",
            "Residential High grew by 44 placements this year",
        ),
        unit: Unit::Count,
        bars: changes.map(bar).to_vec(),
        marker: String::new(),
    }
}

fn ranked() -> RankedBars {
    let bar = |(label, value): (&str, i64)| RankedBar {
        label: label.to_string(),
        value,
        href: Some("#district".to_string()),
        emphasis: label == "Thanet",
    };
    let districts = [
        ("Canterbury", 612),
        ("Thanet", 588),
        ("Maidstone", 470),
        ("Folkestone and Hythe", 455),
        ("Tonbridge and Malling, and what lies around it", 301),
        ("Gravesham", 96),
    ];
    RankedBars {
        head: head(
            "ranked",
            "Thanet holds 588 placements, second to Canterbury",
        ),
        unit: Unit::Count,
        bars: districts.map(bar).to_vec(),
    }
}

fn share() -> Lines {
    let line = |name: &str, from: i64, step: i64, emphasis: bool| Series {
        name: name.to_string(),
        points: (0..18)
            .map(|index| {
                let place = i64::from(index);
                (month(index), from + place * step + wave(place + step) * 12)
            })
            .collect(),
        emphasis,
    };
    Lines {
        head: head(
            "share",
            "Framework homes hold three placements of four; the goal is 80%",
        ),
        unit: Unit::Percent,
        series: vec![
            line("All homes", 6_700, 43, true),
            line("Thanet", 6_300, 30, false),
            line("Ashford", 6_980, 42, false),
        ],
        bands: Vec::new(),
        goals: vec![Goal {
            name: "Goal".to_string(),
            value: 8_000,
        }],
        today: None,
        from_zero: false,
    }
}

fn trade() -> Curve {
    let choice = |place: i64| {
        let top = 700 + 20 * place;
        let (says, emphasis) = match place {
            4 => ("As published", false),
            8 => ("Cheapest", true),
            _ => ("", false),
        };
        Choice {
            name: format!("£{top}"),
            across: 60 + place * 18,
            up: 28_400_000_000 + (place - 8) * (place - 8) * 22_000_000,
            says: says.to_string(),
            emphasis,
        }
    };
    Curve {
        head: head("trade", "Residential is cheapest at £860 with 204 homes"),
        across: Unit::Count,
        across_words: "Homes that would bid".to_string(),
        up: Unit::Pounds,
        choices: (0..14).map(choice).collect(),
    }
}

fn forecast() -> Lines {
    let middle = |index: i64| 1_780_000_000 + index * 12_000_000 + wave(index) * 2_000_000;
    let band = |name: &str, spread: i64| Band {
        name: name.to_string(),
        points: (17..54)
            .map(|index| {
                let place = i64::from(index);
                let (at, half) = (middle(place), (place - 17) * spread);
                (month(index), at - half, at + half)
            })
            .collect(),
    };
    let points = (0..54).map(|index| (month(index), middle(i64::from(index))));
    Lines {
        head: head("forecast", "Spend is likely to pass the budget this winter"),
        unit: Unit::Pounds,
        series: vec![Series {
            name: "Spend".to_string(),
            points: points.collect(),
            emphasis: true,
        }],
        bands: vec![
            band("9 of 10 futures", 11_000_000),
            band("Half of them", 4_500_000),
        ],
        goals: vec![Goal {
            name: "Budget".to_string(),
            value: 2_000_000_000,
        }],
        today: Some(TODAY),
        from_zero: true,
    }
}

fn steps() -> Steps {
    let step = |(from, value)| Step {
        from,
        value,
        href: Some("#decision".to_string()),
    };
    let values = [
        (Date::of(2024, 4, 8), 85_000),
        (Date::of(2025, 4, 7), 88_000),
        (Date::of(2026, 4, 6), 90_464),
        (Date::of(2026, 6, 1), 89_000),
        (Date::of(2027, 4, 5), 92_997),
    ];
    Steps {
        head: head(
            "steps",
            "The weekly price is £890 and becomes £929.97 in April 2027",
        ),
        unit: Unit::Price,
        steps: values.map(step).to_vec(),
        today: TODAY,
        until: Date::of(2028, 3, 31),
    }
}

fn prices() -> Vec<i64> {
    let price = |place: i64| {
        let spread: i64 = (1..=6)
            .map(|by| (place * by * 7 + place * place * by) % (79 + by * 6))
            .sum();
        62_000 + spread * 120
    };
    (0..420).map(price).collect()
}

fn band() -> Range {
    Range {
        name: "Band £870 to £1,120".to_string(),
        lower: 87_000,
        upper: 112_000,
    }
}

fn distribution() -> Distribution {
    let mut bins = Distribution::bins_of(&prices(), 1_000, Some(&band()));
    for bin in &mut bins {
        bin.href = Some(format!("#from-{}", bin.from));
    }
    Distribution {
        head: head(
            "distribution",
            "Five placements of six cost a price within the band",
        ),
        unit: Unit::Price,
        counted: "placements".to_string(),
        step: 1_000,
        bins,
        range: Some(band()),
    }
}

fn strip() -> Strip {
    let dot = |(place, value): (usize, i64)| Dot {
        label: format!("Placement {}", place + 1),
        value,
        href: Some("#placement".to_string()),
    };
    let values = prices().into_iter().step_by(13).enumerate();
    Strip {
        head: head(
            "strip",
            "Ash House is paid less than the band for two of 33 residents",
        ),
        unit: Unit::Price,
        dots: values.map(dot).collect(),
        range: Some(band()),
    }
}

fn bridge(start: i64) -> Bridge {
    let movement = |(label, value): (&str, i64)| Movement {
        label: label.to_string(),
        value,
        href: Some("#movement".to_string()),
    };
    let movements = [
        ("Placements that began", 9_412_450),
        ("Placements that ended", -7_080_100),
        ("Uplift of 2.8%", 4_118_220),
        ("Adjustments", -1_208_811),
        ("One-offs", 30_000),
    ];
    Bridge {
        head: head(
            &format!("bridge-{start}"),
            "This run is £52,717.59 more than the last",
        ),
        unit: Unit::Pounds,
        start: ("Run 13".to_string(), start),
        movements: movements.map(movement).to_vec(),
        end: "Run 14".to_string(),
    }
}

fn sparks() -> String {
    let spark = |label: &str, values: Vec<i64>| {
        let label = label.to_string();
        Spark { label, values }.svg()
    };
    let rows = [
        spark(
            "Rising",
            (0..12).map(|place| place * 9 + wave(place)).collect(),
        ),
        spark("The same throughout", vec![5; 12]),
        spark("Once", vec![5]),
        spark("Never", Vec::new()),
    ];
    format!("<p>{}</p>", rows.join(" "))
}
