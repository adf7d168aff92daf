//! What every chart keeps to.

use oast_units::Date;

use super::axis::{Scale, ticks};
use super::{
    Band, Bar, Bars, Bridge, Chart, Distribution, Dot, Goal, Head, Lines, Movement, Range,
    RankedBar, RankedBars, Series, Spark, Step, Steps, Strip, Unit, Width, gallery,
};

const DAY: Date = Date::of(2026, 4, 1);

fn head() -> Head {
    Head {
        id: "spend".to_string(),
        title: "Spend rose".to_string(),
        description: String::new(),
    }
}

fn bars(values: &[i64]) -> Bars {
    Bars {
        head: head(),
        unit: Unit::Pounds,
        bars: values
            .iter()
            .map(|value| Bar {
                label: "Apr 2026".to_string(),
                value: *value,
                ..Bar::default()
            })
            .collect(),
        marker: "Budget".to_string(),
    }
}

/// Each kind of chart with the same values.
fn every_kind(values: &[i64]) -> Vec<Box<dyn Chart>> {
    let mut marked = bars(values);
    for bar in &mut marked.bars {
        bar.marker = Some(bar.value);
    }
    let days = || {
        (0..)
            .map(|days| DAY + days * 40)
            .zip(values.iter().copied())
    };
    let range = || {
        Some(Range {
            name: "Band".to_string(),
            lower: values.first().copied().unwrap_or(1),
            upper: values.last().copied().unwrap_or(1),
        })
    };
    let ranked = |value: &i64| RankedBar {
        value: *value,
        ..RankedBar::default()
    };
    let dot = |value: &i64| Dot {
        value: *value,
        ..Dot::default()
    };
    let movement = |value: &i64| Movement {
        value: *value,
        ..Movement::default()
    };
    let step = |(from, value)| Step {
        from,
        value,
        href: None,
    };
    let unit = Unit::Pounds;
    vec![
        Box::new(bars(values)),
        Box::new(marked),
        Box::new(RankedBars {
            head: head(),
            unit,
            bars: values.iter().map(ranked).collect(),
        }),
        Box::new(Lines {
            head: head(),
            unit,
            series: vec![Series {
                name: "All".to_string(),
                points: days().collect(),
                emphasis: true,
            }],
            bands: vec![Band {
                name: "Likely".to_string(),
                points: days().map(|(on, value)| (on, value, value)).collect(),
            }],
            goals: values
                .iter()
                .map(|value| Goal {
                    name: "Goal".to_string(),
                    value: *value,
                })
                .collect(),
            today: Some(DAY),
            from_zero: true,
        }),
        Box::new(Steps {
            head: head(),
            unit,
            steps: days().map(step).collect(),
            today: DAY + 50,
            until: DAY,
        }),
        Box::new(Distribution {
            head: head(),
            unit: Unit::Price,
            counted: "placements".to_string(),
            step: 1_000,
            bins: Distribution::bins_of(values, 1_000, range().as_ref()),
            range: range(),
        }),
        Box::new(Strip {
            head: head(),
            unit,
            dots: values.iter().map(dot).collect(),
            range: range(),
        }),
        Box::new(Bridge {
            head: head(),
            unit,
            start: (String::new(), values.first().copied().unwrap_or_default()),
            movements: values.iter().map(movement).collect(),
            end: String::new(),
        }),
    ]
}

#[test]
fn a_chart_of_bars_is_drawn_as_it_was() {
    insta::assert_snapshot!(bars(&[120_000, 240_000]).svg());
}

#[test]
fn a_tiny_line_is_drawn_as_it_was() {
    let spark = Spark {
        label: "Placements: 1 to 3".to_string(),
        values: vec![1, 4, 3],
    };
    insta::assert_snapshot!(spark.svg());
}

#[test]
fn nothing_is_said_in_a_sentence() {
    for chart in every_kind(&[]) {
        assert_eq!(
            chart.svg(),
            "<p class=\"oast-chart__empty\">Nothing to draw yet.</p>"
        );
        assert!(chart.figure().contains("Nothing to draw yet."));
    }
    assert!(Spark::default().svg().contains("Nothing to draw yet"));
}

#[test]
fn one_value_equal_values_and_the_largest_are_all_drawn() {
    let extremes = [
        vec![5],
        vec![0],
        vec![0, 0],
        vec![-7, -7, -7],
        vec![100; 400],
        vec![i64::MIN, i64::MAX],
        vec![i64::MAX; 3],
        vec![i64::MIN; 3],
    ];
    for values in extremes {
        for chart in every_kind(&values) {
            for width in [Width::Wide, Width::Narrow] {
                if let Some(svg) = chart.drawing(width) {
                    let finite = svg.len() < 2_000_000 && svg.ends_with("</svg>");
                    assert!(finite, "{values:?}");
                }
            }
        }
        let spark = Spark {
            label: String::new(),
            values,
        };
        assert!(spark.svg().ends_with("</svg>"));
    }
}

#[test]
fn a_bridge_ends_where_its_movements_lead() {
    let bridge = |start: i64, values: &[i64]| {
        let one = |value: &i64| Movement {
            value: *value,
            ..Movement::default()
        };
        Bridge {
            head: head(),
            unit: Unit::Pounds,
            start: ("Before".to_string(), start),
            movements: values.iter().map(one).collect(),
            end: "After".to_string(),
        }
    };
    let run = bridge(1_720_411_320, &[9_412_450, -7_080_100, 30_000]);
    assert_eq!(
        run.end_value(),
        1_720_411_320 + 9_412_450 - 7_080_100 + 30_000
    );
    assert!(run.svg().contains("After: £17,227,736.70"));
    assert!(run.svg().contains("−£70,801.00") && run.svg().contains("+£300.00"));
    // On the way it may pass beyond what a value holds, as long as it comes back.
    assert_eq!(
        bridge(i64::MAX, &[i64::MAX, -i64::MAX]).end_value(),
        i64::MAX
    );
}

#[test]
fn words_are_escaped_wherever_they_stand() {
    let hostile = "<script>\"'&\u{0}";
    let mut chart = bars(&[100]);
    chart.head = Head {
        id: hostile.to_string(),
        title: hostile.to_string(),
        description: hostile.to_string(),
    };
    for bar in &mut chart.bars {
        bar.label = hostile.to_string();
        bar.href = Some(format!("/home?name={hostile}"));
    }
    let spark = Spark {
        label: hostile.to_string(),
        values: vec![1],
    };
    for drawn in [chart.figure(), spark.svg()] {
        assert!(drawn.contains("&lt;script&gt;") && !drawn.contains("<script"));
        assert!(!drawn.contains('\u{0}') && !drawn.contains("\"'"));
    }
}

#[test]
fn identifiers_are_the_charts_own_and_lead_to_its_title() {
    for (name, drawn) in gallery() {
        let mut ids: Vec<&str> = between(&drawn, " id=\"");
        for named in between(&drawn, "aria-labelledby=\"") {
            assert!(named.split(' ').all(|id| ids.contains(&id)), "{name}");
        }
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "{name}");
    }
}

#[test]
fn no_chart_has_styles_or_scripts_of_its_own() {
    for (name, drawn) in gallery() {
        for refused in ["style=", "<style", "<script", " on", "xlink:"] {
            let found = between(&drawn, "<")
                .iter()
                .any(|element| element.contains(refused));
            let found = found || (refused != " on" && drawn.contains(refused));
            assert!(!found, "{name} has {refused}");
        }
    }
}

#[test]
fn links_are_never_inside_a_picture() {
    for (name, drawn) in gallery() {
        for svg in drawn.split("<svg ").skip(1) {
            let picture = svg.contains("role=\"img\"");
            assert!(!(picture && svg.contains("<a ")), "{name}");
        }
    }
}

#[test]
fn bins_say_how_many_are_below_inside_and_above() {
    let range = Range {
        name: String::new(),
        lower: 1_500,
        upper: 2_000,
    };
    let bins = Distribution::bins_of(&[1_499, 1_500, 2_000, 2_001, -1], 1_000, Some(&range));
    let counts: Vec<(i64, u64, u64, u64)> = bins
        .iter()
        .map(|bin| (bin.from, bin.below, bin.inside, bin.above))
        .collect();
    assert_eq!(
        counts,
        [(-1_000, 1, 0, 0), (1_000, 1, 1, 0), (2_000, 0, 1, 1)]
    );
}

#[test]
fn amounts_are_written_as_their_unit_says() {
    for (unit, value, short, exact) in [
        (Unit::Pounds, 1_720_411_320, "£17.2m", "£17,204,113.20"),
        (Unit::Price, 108_000, "£1,080", "£1,080.00"),
        (Unit::Price, 90_464, "£904.64", "£904.64"),
        (Unit::Count, -4_774, "−4,774", "−4,774"),
        (Unit::Percent, 7_400, "74%", "74%"),
        (Unit::Percent, 401, "4.01%", "4.01%"),
        (Unit::Percent, -1_050, "−10.5%", "−10.5%"),
    ] {
        let written = (unit.short(value), unit.exact(value));
        assert_eq!(written, (short.to_string(), exact.to_string()));
    }
    assert_eq!(Unit::Pounds.tick(2_000_000_000), "£20m");
    assert_eq!(Unit::Count.difference(3), "+3");
}

/// Round values hold the ends, rise evenly by 1, 2 or 5 times a power of ten, and are few.
#[test]
fn ticks_are_round_even_and_few() {
    // A fixed walk through pairs of every size.
    let mut state: u64 = 1;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        i64::try_from(state >> 12).unwrap() >> (state % 47)
    };
    for _ in 0..5_000 {
        let (a, b) = (next() - next(), next() - next());
        let (low, high) = (a.min(b), a.max(b));
        let marks = ticks(low, high, 6);
        assert!((2..=6).contains(&marks.len()), "{low} {high} {marks:?}");
        assert!(marks[0] <= low && marks[marks.len() - 1] >= high);
        let step = marks[1] - marks[0];
        assert!(marks.windows(2).all(|pair| pair[1] - pair[0] == step));
        let digits = step.to_string();
        assert!(
            ["1", "2", "5"].contains(&digits.trim_end_matches('0')),
            "{step}"
        );
        assert_eq!(marks[0] % step, 0);
    }
    assert_eq!(ticks(0, 0, 6), [0, 1]);
    assert_eq!(ticks(3, 97, 6), [0, 20, 40, 60, 80, 100]);
}

#[test]
fn a_scale_holds_values_of_any_size() {
    let scale = Scale::new((i64::MIN, i64::MAX), (0, 1_000));
    assert_eq!(
        [i64::MIN, 0, i64::MAX].map(|value| scale.at(value)),
        [0, 500, 1_000]
    );
    assert_eq!(Scale::new((5, 5), (10, 20)).at(5), 10);
}

fn between<'a>(text: &'a str, mark: &str) -> Vec<&'a str> {
    let end = if mark == "<" { '>' } else { '"' };
    text.split(mark)
        .skip(1)
        .map(|rest| rest.split(end).next().unwrap_or_default())
        .collect()
}

#[test]
fn look() {
    let css = include_str!("../../../../assets/scss/parts/_charts.scss")
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
    for (name, svg) in super::gallery() {
        page += &format!("<h3 style='color:#888;font-weight:400;font-size:13px'>{name}</h3>{svg}");
    }
    std::fs::write("/tmp/d-gallery.html", page).unwrap();
}
