/// What a forecast cannot know, each with what it is about.
pub const UNKNOWN: &[(&str, &str)] = &[
    (
        "Who would bid",
        "How many homes would bid in bands that nobody has been offered is assumed, not measured: a logit of the band’s top against the home’s own price. The next round of tenders will tell.",
    ),
    (
        "Policy",
        "A change of the means test, of the NHS’s share or of what counts as eligible need is in none of the draws.",
    ),
    (
        "The labour market",
        "Uplifts are what the scenario says. The range holds chance and the record’s gaps, not what wages will do.",
    ),
    (
        "A home that closes",
        "Homes stay open in every draw. If a large one closes, its residents move at the prices of the day.",
    ),
    (
        "One epidemic",
        "People leave by the rates of the last two years. Nothing that strikes all homes at once is in the draws.",
    ),
    (
        "Late facts",
        "What is recorded late is missing from the last weeks of the record, and so from the rates.",
    ),
];
