/// The rules of the charts for where no page is: in a document. They are those of the page's own
/// stylesheet (`assets/scss/parts/_charts.scss`), with Oast's colour and a typeface that documents
/// have.
pub const PRINTED: &str = "\
text { font-family: 'Libertinus Serif', Arial, sans-serif; font-size: 16px; fill: #0b0c0c; }
.oast-chart__value, .oast-chart__strong, .oast-chart__muted { stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round; paint-order: stroke; }
.oast-chart__value, .oast-chart__strong, .oast-chart__strong-ink, .oast-chart__within { font-weight: 700; }
.oast-chart__strong, .oast-chart__name, .oast-chart__accent, .oast-chart__dot { fill: #0b5563; }
.oast-chart__within { fill: #ffffff; }
.oast-chart__muted { fill: #505a5f; }
.oast-chart__grey { fill: #b1b4b6; }
.oast-chart__grey-dot { fill: #858b8f; }
.oast-chart__dark { fill: #383f43; }
.oast-chart__less { fill: #b1b4b6; stroke: #505a5f; stroke-width: 1px; }
.oast-chart__hit { fill: none; }
.oast-chart__grid { stroke: #dcdfe1; stroke-width: 1px; }
.oast-chart__base { stroke: #505a5f; stroke-width: 1px; }
.oast-chart__join { stroke: #858b8f; stroke-width: 1px; }
.oast-chart__goal { stroke: #0b0c0c; stroke-dasharray: 2 4; stroke-width: 2px; }
.oast-chart__today { stroke: #505a5f; stroke-dasharray: 1 4; stroke-linecap: round; stroke-width: 2px; }
.oast-chart__line, .oast-chart__line-ahead { fill: none; stroke: #0b5563; stroke-linecap: round; stroke-linejoin: round; stroke-width: 3px; }
.oast-chart__line-grey, .oast-chart__line-grey-ahead { fill: none; stroke: #858b8f; stroke-linecap: round; stroke-linejoin: round; stroke-width: 2px; }
.oast-chart__line-ahead, .oast-chart__line-grey-ahead { stroke-dasharray: 6 6; }
.oast-chart__band { fill: #0b5563; opacity: 0.16; }
";
