use oast_units::{Invalid, Text};

/// The reasons that are given, read once.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) provider_notice: Vec<Text>,
    pub(crate) split_notice: Text,
    pub(crate) council_notice: Vec<Text>,
    pub(crate) one_to_one: Vec<Text>,
    pub(crate) one_off: Vec<Text>,
}

impl Words {
    /// Reads the words.
    pub(crate) fn new() -> Result<Self, Invalid> {
        let texts = |words: &[&str]| -> Result<Vec<Text>, Invalid> {
            words.iter().map(|text| text.parse()).collect()
        };
        Ok(Self {
            provider_notice: texts(&[
                "Needs can no longer be met",
                "Nursing needs beyond registration",
                "Behaviour puts other residents at risk",
                "Family and home cannot agree",
            ])?,
            split_notice: "Bed wanted for other use".parse()?,
            council_notice: texts(&[
                "Move nearer to family",
                "Move to a home that meets changed needs",
                "Concerns about quality",
            ])?,
            one_to_one: texts(&[
                "Falls at night",
                "Settling in after discharge from hospital",
                "Distress and risk to others",
                "End of life support",
            ])?,
            one_off: texts(&[
                "Specialist mattress",
                "Transport from hospital",
                "Bariatric chair",
                "Deep clean",
            ])?,
        })
    }
}
