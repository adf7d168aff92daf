//! Elements, and who pays whom (rules §5).

use std::fmt;

use oast_terms::NursingInPrice;
use oast_units::{Pence, Rounding};

use crate::facts::{Collector, Contribution, Element, Payer, Side};

/// Somebody who pays or is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// The council.
    Council,
    /// The care home.
    Home,
    /// The person who lives there.
    Person,
    /// Somebody who pays a top-up.
    ThirdParty,
    /// The NHS.
    Nhs,
}

impl Party {
    /// Its code in files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Council => "council",
            Self::Home => "home",
            Self::Person => "person",
            Self::ThirdParty => "third_party",
            Self::Nhs => "nhs",
        }
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

/// One payment between two parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Who pays.
    pub payer: Party,
    /// Who is paid.
    pub payee: Party,
}

/// An element together with the way its money goes: each is summed and rounded on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flow {
    /// The care fee.
    CareFee,
    /// One-to-one hours.
    OneToOne,
    /// A block contract's beds.
    BlockFee,
    /// A single cost.
    OneOff,
    /// The person's contribution, taken by the home.
    ContributionToHome,
    /// The person's contribution, taken by the council.
    ContributionToCouncil,
    /// A top-up, taken by the home.
    TopUpToHome,
    /// A top-up, taken by the council and passed on.
    TopUpToCouncil,
    /// NHS-funded nursing care, paid straight to the home.
    NursingDirect,
    /// NHS-funded nursing care, taken by the council and passed on.
    NursingToCouncil,
    /// The NHS's share of a joint package.
    NhsShare,
}

impl Flow {
    /// Every one of them, in the order of the rules.
    pub const ALL: [Self; 11] = [
        Self::CareFee,
        Self::OneToOne,
        Self::BlockFee,
        Self::OneOff,
        Self::ContributionToHome,
        Self::ContributionToCouncil,
        Self::TopUpToHome,
        Self::TopUpToCouncil,
        Self::NursingDirect,
        Self::NursingToCouncil,
        Self::NhsShare,
    ];

    /// The way a contribution goes; none when its payer and collector do not belong together.
    pub fn of(contribution: &Contribution) -> Option<Self> {
        Some(match (contribution.payer, contribution.collector) {
            (Payer::Person, Some(Collector::Home)) => Self::ContributionToHome,
            (Payer::Person, Some(Collector::Council)) => Self::ContributionToCouncil,
            (Payer::ThirdParty, Some(Collector::Home)) => Self::TopUpToHome,
            (Payer::ThirdParty, Some(Collector::Council)) => Self::TopUpToCouncil,
            (Payer::NhsNursing, Some(Collector::Direct)) => Self::NursingDirect,
            (Payer::NhsNursing, Some(Collector::Council)) => Self::NursingToCouncil,
            (Payer::NhsShare, _) => Self::NhsShare,
            _ => return None,
        })
    }

    /// What it is for.
    pub const fn element(self) -> Element {
        match self {
            Self::CareFee => Element::CareFee,
            Self::OneToOne => Element::OneToOne,
            Self::BlockFee => Element::BlockFee,
            Self::OneOff => Element::OneOff,
            Self::ContributionToHome | Self::ContributionToCouncil => Element::Contribution,
            Self::TopUpToHome | Self::TopUpToCouncil => Element::TopUp,
            Self::NursingDirect | Self::NursingToCouncil => Element::NursingContribution,
            Self::NhsShare => Element::NhsShare,
        }
    }

    /// Who pays whom: two rows where the council takes the money and passes it on.
    pub const fn rows(self) -> &'static [Row] {
        use Party::{Council, Home, Nhs, Person, ThirdParty};
        match self {
            Self::CareFee | Self::OneToOne | Self::BlockFee | Self::OneOff => &[Row {
                payer: Council,
                payee: Home,
            }],
            Self::ContributionToHome => &[Row {
                payer: Person,
                payee: Home,
            }],
            Self::ContributionToCouncil => &[Row {
                payer: Person,
                payee: Council,
            }],
            Self::TopUpToHome => &[Row {
                payer: ThirdParty,
                payee: Home,
            }],
            Self::TopUpToCouncil => &[
                Row {
                    payer: Council,
                    payee: Home,
                },
                Row {
                    payer: ThirdParty,
                    payee: Council,
                },
            ],
            Self::NursingDirect => &[Row {
                payer: Nhs,
                payee: Home,
            }],
            Self::NursingToCouncil => &[
                Row {
                    payer: Council,
                    payee: Home,
                },
                Row {
                    payer: Nhs,
                    payee: Council,
                },
            ],
            Self::NhsShare => &[Row {
                payer: Nhs,
                payee: Council,
            }],
        }
    }

    /// How its sum becomes whole pence: in the favour of a person or a third party who pays.
    pub const fn rounding(self) -> Rounding {
        match self {
            Self::ContributionToHome
            | Self::ContributionToCouncil
            | Self::TopUpToHome
            | Self::TopUpToCouncil => Rounding::Down,
            _ => Rounding::HalfAwayFromZero,
        }
    }

    /// What it does to the amount that the council pays the home.
    pub fn effect_on_home(self, amount: Pence, nursing: NursingInPrice) -> Pence {
        match self {
            Self::CareFee
            | Self::OneToOne
            | Self::BlockFee
            | Self::OneOff
            | Self::TopUpToCouncil
            | Self::NursingToCouncil => amount,
            Self::ContributionToHome => -amount,
            Self::NursingDirect => match nursing {
                NursingInPrice::Net => Pence::ZERO,
                NursingInPrice::Gross => -amount,
            },
            Self::ContributionToCouncil | Self::TopUpToHome | Self::NhsShare => Pence::ZERO,
        }
    }

    /// What the council bills to somebody for it.
    pub const fn billed(self, amount: Pence) -> Pence {
        match self {
            Self::ContributionToCouncil
            | Self::TopUpToCouncil
            | Self::NursingToCouncil
            | Self::NhsShare => amount,
            _ => Pence::ZERO,
        }
    }

    /// Who is billed for it, if anybody is.
    pub fn debtor(self) -> Option<Party> {
        self.rows()
            .iter()
            .find(|row| row.payee == Party::Council)
            .map(|row| row.payer)
    }

    /// Its amount on one side of the ledger.
    pub fn on_side(self, side: Side, amount: Pence, nursing: NursingInPrice) -> Pence {
        match side {
            Side::Home => self.effect_on_home(amount, nursing),
            Side::Bill => self.billed(amount),
        }
    }
}
