#[test]
fn look() {
    let css = include_str!("../../assets/scss/parts/_charts.scss")
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
