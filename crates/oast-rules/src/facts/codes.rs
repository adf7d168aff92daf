use oast_units::codes;

codes! {
    /// The level of care that a placement is for: the five categories of the open framework.
    Category, "a category" {
        /// Personal care and daily living.
        Residential = "residential", "Residential";
        /// More complex personal care, supervision or behaviour.
        ResidentialHigh = "residential_high", "Residential High";
        /// Care with qualified nurses at all hours.
        Nursing = "nursing", "Nursing";
        /// More intensive nursing.
        NursingHigh = "nursing_high", "Nursing High";
        /// Highly specialised and complex care, priced for each person by assessment.
        Complex = "complex", "Highly Specialised and Complex";
    }

    /// How a placement was bought, fixed when it starts; it decides its rate (rules §3).
    Route, "a route" {
        /// Called off the open framework at the home's tendered price.
        Framework = "framework", "framework";
        /// Bought through the dynamic purchasing system at a price agreed under its cap.
        Dps = "dps", "dynamic purchasing system";
        /// Begun before the framework and left at its own price.
        Legacy = "legacy", "legacy";
        /// Priced by an assessment of the one person.
        Complex = "complex", "complex";
        /// Bought off every framework, with a reason.
        Spot = "spot", "spot";
        /// In a bed of a block contract, which is paid for whether filled or not.
        Block = "block", "block";
        /// At the fee that a cost model gives.
        CostModel = "cost_model", "cost model";
    }

    /// How long a placement is meant to last.
    Stay, "a kind of stay" {
        /// For good.
        LongTerm = "long_term", "long term";
        /// For some weeks.
        ShortTerm = "short_term", "short term";
        /// To give a carer a break.
        Respite = "respite", "respite";
        /// By day only.
        Day = "day", "day";
    }

    /// Why a placement ended.
    EndReason, "a reason for an end" {
        /// The person died on the day.
        Died = "died", "died";
        /// The person moved to another home on the day.
        Moved = "moved", "moved";
        /// The person went home or elsewhere on the day.
        Discharged = "discharged", "discharged";
        /// The person left on the day under the provider's notice.
        NoticeProvider = "notice_provider", "left under the provider's notice";
        /// The person left on the day under the council's notice.
        NoticeCouncil = "notice_council", "left under the council's notice";
    }

    /// Who pays towards a placement besides the council.
    Payer, "a payer" {
        /// The person who lives there, after the means test.
        Person = "person", "the person";
        /// Somebody who pays a top-up.
        ThirdParty = "third_party", "a third party";
        /// The NHS, for nursing by a registered nurse.
        NhsNursing = "nhs_nursing", "the NHS, for nursing";
        /// The NHS, for its share of a joint package.
        NhsShare = "nhs_share", "the NHS, for its share";
    }

    /// Who takes the payment in.
    Collector, "a collector" {
        /// The home, which is then paid so much less.
        Home = "home", "the home";
        /// The council.
        Council = "council", "the council";
        /// Nobody between: the payer pays the home.
        Direct = "direct", "paid direct";
    }

    /// Which placements an uplift raises.
    AppliesTo, "a set of placements that an uplift applies to" {
        /// Placements on the framework.
        Framework = "framework", "framework";
        /// Legacy placements, at the council's discretion.
        Legacy = "legacy", "legacy";
        /// Placements on the dynamic purchasing system.
        Dps = "dps", "dynamic purchasing system";
        /// Spot placements.
        Spot = "spot", "spot";
        /// Placements priced by a cost model.
        CostModel = "cost_model", "cost model";
    }

    /// Why a person is away from the home.
    AbsenceKind, "a kind of absence" {
        /// In hospital.
        Hospital = "hospital", "hospital";
        /// On holiday or with family.
        Holiday = "holiday", "holiday";
    }

    /// Who gave notice.
    GivenBy, "a giver of notice" {
        /// The provider.
        Provider = "provider", "the provider";
        /// The council.
        Council = "council", "the council";
    }

    /// What an amount is for (rules §5).
    Element, "an element" {
        /// The weekly fee for care and accommodation.
        CareFee = "care_fee", "care fee";
        /// Hours of one member of staff for one person.
        OneToOne = "one_to_one", "one-to-one hours";
        /// The beds of a block contract.
        BlockFee = "block_fee", "block fee";
        /// An agreed single cost.
        OneOff = "one_off", "one-off cost";
        /// What the person pays after the means test.
        Contribution = "contribution", "client contribution";
        /// What a third party pays for a dearer home.
        TopUp = "top_up", "third-party top-up";
        /// NHS-funded nursing care.
        NursingContribution = "nursing_contribution", "nursing contribution";
        /// The NHS's share of a joint package.
        NhsShare = "nhs_share", "NHS share";
    }

    /// Which of the council's accounts a posting is on.
    Side, "a side of the ledger" {
        /// Paid to the home, or kept back from it.
        Home = "home", "paid to the home";
        /// Billed to the person, the third party or the NHS.
        Bill = "bill", "billed";
    }

    /// What somebody is to a home whose provider they work for.
    Standing, "a standing" {
        /// They say who else may act for the home.
        Owner = "owner", "owner";
        /// They act for the home.
        Member = "member", "member";
    }

    /// Whether somebody acts for a home.
    MemberState, "a state of a membership" {
        /// They asked to, and no owner has answered.
        Asked = "asked", "asked to join";
        /// They do.
        Active = "active", "active";
        /// They no longer do, or were refused.
        Ended = "ended", "ended";
    }
}
